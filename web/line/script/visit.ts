import { clock } from '#box-office/clock.ts';
import { type Joined, lineOf } from '#box-office/line.ts';
import { type Failure, isPassing } from '#box-office/problem.ts';
import { dropAdmission, keepAdmission } from '../admission.ts';
import { type Pace, withPace } from '../estimate.ts';
import type { ScriptData } from '../page.ts';
import { nextLookMs, nextTryMs } from '../polling.ts';
import { type Place, type SaleState, sceneOf, type Serving, type Sight, type Stop, stopOf } from '../sight.ts';
import { Asking } from './asking.ts';
import { claimPatiently } from './claiming.ts';
import { askForPlace } from './entering.ts';
import { memoryKey, readMemory, recall, remember } from './memory.ts';
import type { Beside } from './screen.ts';
import { Sums } from './sums.ts';
import { listen } from './wakes.ts';

/** So long after the opening, at most, does a page that slept until then look: a crowd within a second is no crowd at one instant. */
const openingSpreadMs = 1_000;
/** Everybody learns of the draw in the same second; its data is asked for spread over these. */
const drawSpreadMs = 3_000;
/** After so many answers without a seed the box office is asked for the place itself. */
const drawTriesMax = 5;
/** A phone that wakes may fire several events at once. */
const wakeRestMs = 1_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One visitor's stay in the line: asks what must be asked, seldom, and keeps what is known. What it looks like is the screen's business. */
export class Visit {
  readonly #data: ScriptData;
  readonly #changed: (sight: Sight, beside: Beside) => void;
  readonly #moved: () => void;
  readonly #line: ReturnType<typeof lineOf>;
  readonly #sums: Sums;
  /** After the place, once its turn has come by the number or went by. */
  readonly #asking = new Asking();
  #place: Place | null = null;
  #serving: Serving | null = null;
  /** When the box office told of the place. */
  #toldAt = 0;
  #stop: Stop | null = null;
  #paces: Pace[] = [];
  #user: { id: string; name: string } | null | undefined;
  #note: string | null = null;
  #offline = false;
  #claiming = false;
  #joining = false;
  #looking = false;
  #lookedAt = -Infinity;
  #lookFailures = 0;
  #joinTries = 0;
  #joinAt = 0;
  #drawTries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(data: ScriptData, changed: (sight: Sight, beside: Beside) => void, moved: () => void) {
    this.#data = data;
    this.#changed = changed;
    this.#moved = moved;
    this.#sums = new Sums(data.sums);
    this.#line = lineOf(data.eventId);
  }

  async start(): Promise<void> {
    const memory = recall(this.#data.eventId, Date.now());
    if (memory?.place) this.#place = { ...memory.place, state: 'waiting' };
    this.#toldAt = memory?.seenAt ?? 0;
    this.#stop = memory?.ended ?? null;
    listen(memoryKey(this.#data.eventId), {
      woke: () => performance.now() - this.#lookedAt > wakeRestMs && void this.#look(),
      returned: () => this.#return(),
      offline: () => {
        this.#offline = true;
        this.show();
      },
      otherTab: (text) => this.#hearOtherTab(text),
    });
    await this.#look();
    await this.#learnWho(memory?.userId ?? null, Boolean(memory?.place));
  }

  get #sight(): Sight {
    const { opensAt, ticketLimit } = this.#data;
    return { place: this.#place, serving: this.#serving, stop: this.#stop, opensAt, now: clock.now(), paces: this.#paces, ticketLimit };
  }

  /** Shows how things stand now; the clocks on the page run by it. */
  show(): void {
    const userName = this.#user === undefined ? undefined : (this.#user?.name ?? null);
    this.#changed(this.#sight, { offline: this.#offline, note: this.#note, busy: this.#claiming, userName });
  }

  /** A tap on the turn: the admission is kept, and the way leads to the tickets. */
  async claim(): Promise<void> {
    if (this.#claiming || !this.#place) return;
    this.#claiming = true;
    this.#note = null;
    this.show();
    const { data, failure } = await claimPatiently(this.#line, this.#place.lineToken, () => {
      this.#note = this.#data.words.busy;
      this.show();
    });
    if (data) {
      keepAdmission(this.#data.eventId, data);
      location.assign(`/${this.#data.locale}/events/${this.#data.eventId}/choose`);
      return;
    }
    this.#note = null;
    await this.#hearRefusal(failure);
    this.#claiming = false;
    this.show();
  }

  async leave(): Promise<void> {
    const { failure } = await this.#line.leave();
    if (failure) this.#note = this.#data.words.stuck;
    else this.#end('left');
    this.show();
  }

  /** Enters once more, or tries again. */
  async again(): Promise<void> {
    this.#stop = null;
    this.#note = null;
    this.#joinTries = 0;
    this.show();
    await this.#join();
    this.show();
  }

  /** Looks at the serving number, does what follows from it, and comes back when the box office says. */
  async #look(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#looking) return;
    this.#looking = true;
    this.#lookedAt = performance.now();
    const { data, failure } = await this.#line.serving();
    if (data) this.#see(data);
    else this.#miss(failure);
    // A turn that has come by the number may have been answered already, in another tab or before a reload: what it is, is heard first.
    if (!this.#hasTurnUnheard) this.show();
    if (data) await this.#follow(data);
    this.#looking = false;
    this.show();
    if (this.#stop !== 'noLine') this.#timer = setTimeout(() => void this.#look(), this.#nextLookMs());
  }

  #nextLookMs(): number {
    const ms = nextLookMs({ pollAfterMs: this.#serving?.pollAfterMs ?? 2_000, failures: this.#lookFailures, hidden: document.hidden }, Math.random());
    const opensInMs = this.#data.opensAt - clock.now();
    return this.#serving?.state === 'scheduled' && opensInMs > 0 ? Math.min(ms, opensInMs + Math.random() * openingSpreadMs) : ms;
  }

  #see(data: Serving): void {
    if (this.#serving && data.serving > this.#serving.serving) this.#moved();
    this.#serving = data;
    this.#lookFailures = 0;
    this.#offline = false;
    this.#paces = withPace(this.#paces, { at: clock.now(), calledPerMinute: data.calledPerMinute });
  }

  #miss(failure: Failure): void {
    if (failure.status === 404) this.#stop = 'noLine';
    this.#lookFailures += 1;
    this.#offline = isPassing(failure);
  }

  get #isPassed(): boolean {
    const position = this.#place?.position ?? null;
    return this.#place?.state === 'waiting' && position !== null && this.#serving !== null && position < this.#serving.serving;
  }

  get #hasTurnUnheard(): boolean {
    return this.#isPassed && this.#asking.isNew;
  }

  /** What a look makes necessary to ask. Nothing, for nearly everybody, nearly always. */
  async #follow({ state }: Serving): Promise<void> {
    if (this.#stop === 'stuck' || this.#stop === 'solving') return;
    const place = this.#place;
    if (!place) {
      const mayJoin = (this.#stop === null || this.#stop === 'busy') && state !== 'scheduled' && state !== 'closed';
      if (mayJoin && performance.now() >= this.#joinAt) await this.#join();
    } else if (place.position === null) {
      if (state !== 'lottery' && state !== 'scheduled') await this.#learnPosition(state);
    } else if ((this.#isPassed || sceneOf(this.#sight) === 'lapsed') && this.#asking.isDue) {
      await this.#join();
      if (this.#place?.state === place.state && this.#place.entry === place.entry) this.#asking.rest();
      else this.#asking.begin();
    }
  }

  /** Gets a place, or hears of the one there is. */
  async #join(merging = false): Promise<void> {
    if (this.#joining) return;
    this.#joining = true;
    const { data, failure } = await askForPlace(this.#line, this.#sums, this.#data.challenge && !this.#place, (now) => {
      this.#stop = now ? 'solving' : null;
      this.show();
    });
    this.#joining = false;
    if (data) this.#accept(data, merging);
    else if (!isPassing(failure)) this.#stop = stopOf(failure.code) ?? (this.#place || failure.code === 'line.not_open' || failure.code === 'line.closed' ? null : 'stuck');
    else if (!this.#place) this.#joinLater(failure);
  }

  /** With one of the looks that follow. */
  #joinLater(failure: Failure): void {
    const ms = nextTryMs(this.#joinTries, failure.retryAfterMs ?? null, Math.random());
    this.#joinTries += 1;
    this.#stop = ms === null ? 'stuck' : 'busy';
    this.#joinAt = performance.now() + (ms ?? 0);
  }

  #accept({ lineToken, entry, position, state, claimUntil }: Joined, merging: boolean): void {
    const before = this.#place;
    this.#place = { lineToken, entry, position, state, claimUntil };
    this.#toldAt = Date.now();
    this.#stop = null;
    this.#joinTries = 0;
    if (before && before.entry !== entry) this.#note = merging ? this.#data.words.merged : this.#data.words.freshPlace;
    else if (state !== 'waiting') this.#note = null;
    this.#remember();
  }

  /** After the draw: by the public rule, from the entry. The box office is asked for the position only when that fails. */
  async #learnPosition(state: SaleState): Promise<void> {
    await pause(Math.random() * drawSpreadMs);
    if (!this.#place) return;
    this.#drawTries += 1;
    const { data } = await this.#line.draw();
    const position = data ? await this.#sums.position(this.#place.entry, data) : null;
    if (position !== null) this.#place = { ...this.#place, position };
    else if (this.#drawTries >= drawTriesMax && state !== 'closed') await this.#join();
    this.#remember();
  }

  /** Who is signed in, asked once; an account that has come since the place was given may have an earlier one. */
  async #learnWho(knownUserId: string | null, wasRemembered: boolean): Promise<void> {
    const { data, failure } = await this.#line.session();
    if (failure && isPassing(failure)) return;
    this.#user = data ? { id: data.user.id, name: data.user.name } : null;
    if (this.#user && this.#place && wasRemembered && knownUserId !== this.#user.id) await this.#join(true);
    this.#remember();
    this.show();
  }

  async #hearRefusal({ code }: Failure): Promise<void> {
    const stop = stopOf(code);
    if (stop === 'missed' || stop === 'left') this.#end(stop);
    else if (stop) this.#stop = stop;
    else if (code === 'platform.token_refused') {
      this.#place = null;
      await this.#join();
    } else {
      const { notYet, stuck } = this.#data.words;
      this.#note = code === 'line.not_yet' ? notYet : code === 'line.sold_out' || code === 'line.closed' ? null : stuck;
      this.#return();
    }
  }

  /** Back at the line: what was true when it was left may not be any more. */
  #return(): void {
    this.#claiming = false;
    if (this.#place) this.#place = { ...this.#place, state: 'waiting', claimUntil: undefined };
    this.#asking.begin();
    void this.#look();
  }

  #hearOtherTab(text: string | null): void {
    const memory = readMemory(text, Date.now());
    if (memory?.ended) {
      this.#place = null;
      this.#stop = memory.ended;
    } else if (memory?.place && memory.place.entry !== this.#place?.entry) {
      this.#place = { ...memory.place, state: 'waiting' };
      this.#stop = null;
    }
    this.show();
  }

  #end(ended: 'left' | 'missed'): void {
    this.#place = null;
    this.#stop = ended;
    this.#note = null;
    dropAdmission(this.#data.eventId);
    remember(this.#data.eventId, { place: null, userId: this.#user?.id ?? null, seenAt: Date.now(), ended });
  }

  #remember(): void {
    if (!this.#place) return;
    const { lineToken, entry, position } = this.#place;
    remember(this.#data.eventId, { place: { lineToken, entry, position }, userId: this.#user?.id ?? null, seenAt: this.#toldAt });
  }
}
