import { clock } from '#box-office/clock.ts';
import { type Joined, lineOf } from '#box-office/line.ts';
import { type Failure, isPassing } from '#box-office/problem.ts';
import { keepAdmission, dropAdmission } from '../admission.ts';
import { type Pace, withPace } from '../estimate.ts';
import type { ScriptData } from '../page.ts';
import { nextLookMs, nextTryMs } from '../polling.ts';
import { type Place, type SaleState, sceneOf, type Serving, type Sight, type Stop, stopOf } from '../sight.ts';
import { memoryKey, readMemory, recall, remember } from './memory.ts';
import type { Beside } from './screen.ts';
import { Sums } from './sums.ts';

/** Between two questions after a place that was called once and waits for its second call: nobody else knows when that comes. */
const lapsedAskMs = 10_000;
/** Everybody learns of the draw in the same second; its data is asked for spread over these. */
const drawSpreadMs = 3_000;
/** After so many answers without a seed the box office is asked for the place itself. */
const drawTriesMax = 5;
/** A second solution may be needed when the first came too late; a third means that something else is wrong. */
const solutionsMax = 2;
/** A phone that wakes may fire several events at once. */
const wakeRestMs = 1_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One visitor's stay in the line: asks what must be asked, seldom, and keeps what is known. What it looks like is the screen's business. */
export class Visit {
  readonly #data: ScriptData;
  readonly #changed: (sight: Sight, beside: Beside) => void;
  readonly #moved: () => void;
  readonly #sums: Sums;
  readonly #line;
  #place: Place | null = null;
  #serving: Serving | null = null;
  #stop: Stop | null = null;
  #paces: Pace[] = [];
  #user: { id: string; name: string } | null | undefined;
  #note: string | null = null;
  #offline = false;
  #busy = false;
  #joining = false;
  #tries = 0;
  #lookFailures = 0;
  #lookedAt = -Infinity;
  #placeAskedAt = -Infinity;
  #drawTries = 0;
  #looking = false;
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
    this.#stop = memory?.ended ?? null;
    this.#wire();
    await this.look();
    await this.#learnWho(memory?.userId ?? null, Boolean(memory?.place));
  }

  get sight(): Sight {
    const { opensAt, ticketLimit } = this.#data;
    return { place: this.#place, serving: this.#serving, stop: this.#stop, opensAt, now: clock.now(), paces: this.#paces, ticketLimit };
  }

  /** Shows how things stand now; the clocks on the page run by it. */
  show(): void {
    this.#changed(this.sight, { offline: this.#offline, note: this.#note, busy: this.#busy, userName: this.#user === undefined ? undefined : (this.#user?.name ?? null) });
  }

  /** Looks at the serving number, does what follows from it, and comes back when the box office says. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#looking) return;
    this.#looking = true;
    this.#lookedAt = performance.now();
    const { data, failure } = await this.#line.serving();
    if (data) this.#see(data);
    else this.#miss(failure);
    this.show();
    if (data) await this.#follow(data);
    this.#looking = false;
    this.show();
    if (this.#stop === 'noLine') return;
    const ms = nextLookMs({ pollAfterMs: this.#serving?.pollAfterMs ?? 2_000, failures: this.#lookFailures, hidden: document.hidden }, Math.random());
    this.#timer = setTimeout(() => void this.look(), ms);
  }

  /** A tap on the turn: the admission is kept, and the way leads to the tickets. */
  async claim(): Promise<void> {
    if (this.#busy || !this.#place) return;
    this.#busy = true;
    this.#note = null;
    this.show();
    for (let tries = 0; this.#place; tries++) {
      const { data, failure } = await this.#line.claim(this.#place.lineToken);
      if (data) {
        keepAdmission(this.#data.eventId, data);
        location.assign(`/${this.#data.locale}/events/${this.#data.eventId}/choose`);
        return;
      }
      const ms = isPassing(failure) ? nextTryMs(tries, failure.retryAfterMs ?? null, Math.random()) : null;
      if (ms === null) {
        await this.#claimRefused(failure);
        break;
      }
      this.#note = this.#data.words.busy;
      this.show();
      await pause(ms);
    }
    this.#busy = false;
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
    this.#tries = 0;
    this.show();
    await this.#join();
    this.show();
  }

  #wire(): void {
    const wake = () => {
      if (document.hidden || performance.now() - this.#lookedAt < wakeRestMs) return;
      void this.look();
    };
    document.addEventListener('visibilitychange', wake);
    addEventListener('pageshow', ({ persisted }) => persisted && this.#return());
    addEventListener('online', () => {
      this.#lookFailures = 0;
      wake();
    });
    addEventListener('offline', () => {
      this.#offline = true;
      this.show();
    });
    addEventListener('storage', ({ key, newValue }) => {
      if (key === memoryKey(this.#data.eventId)) this.#hearOtherTab(newValue);
    });
  }

  /** Back from the tickets by the browser's own button: what was true when the page was left may not be. */
  #return(): void {
    this.#busy = false;
    this.#placeAskedAt = -Infinity;
    void this.look();
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

  /** What a look makes necessary to ask. Nothing, for nearly everybody, nearly always. */
  async #follow({ state, serving }: Serving): Promise<void> {
    if (this.#stop === 'stuck' || this.#stop === 'solving') return;
    const place = this.#place;
    if (!place) {
      if (this.#stop === null && state !== 'scheduled' && state !== 'closed') await this.#join();
      return;
    }
    if (place.position === null) {
      if (state !== 'lottery' && state !== 'scheduled') await this.#learnPosition(state);
      return;
    }
    const scene = sceneOf(this.sight);
    const wantsToKnow = (place.state === 'waiting' && place.position < serving) || scene === 'lapsed';
    if (wantsToKnow && performance.now() - this.#placeAskedAt > lapsedAskMs) await this.#join();
  }

  /** Gets a place, or hears of the one there is. What fails in passing is tried again with the looks that follow. */
  async #join(merging = false): Promise<void> {
    if (this.#joining) return;
    this.#joining = true;
    this.#placeAskedAt = performance.now();
    const { data, failure } = await this.#askForPlace();
    this.#joining = false;
    if (data) this.#accept(data, merging);
    else if (!isPassing(failure)) this.#stop = stopOf(failure.code) ?? (this.#place || failure.code === 'line.not_open' || failure.code === 'line.closed' ? null : 'stuck');
    else if (!this.#place) await this.#joinLater(failure);
  }

  async #askForPlace() {
    const first = this.#data.challenge && !this.#place ? await this.#solution() : undefined;
    let answer = await this.#line.join(first);
    for (let solutions = 0; answer.failure?.code === 'line.challenge_unsolved' && solutions < solutionsMax; solutions++) {
      answer = await this.#line.join(await this.#solution());
    }
    return answer;
  }

  async #solution(): Promise<string | undefined> {
    const { data } = await this.#line.challenge();
    if (!data) return undefined;
    this.#stop = 'solving';
    this.show();
    const solution = await this.#sums.solve(data);
    this.#stop = null;
    return solution ?? undefined;
  }

  async #joinLater(failure: Failure): Promise<void> {
    const ms = nextTryMs(this.#tries, failure.retryAfterMs ?? null, Math.random());
    this.#tries += 1;
    this.#stop = ms === null ? 'stuck' : 'busy';
    this.show();
    if (ms === null) return;
    await pause(ms);
    this.#stop = null;
    await this.#join();
  }

  #accept({ lineToken, entry, position, state, claimUntil }: Joined, merging: boolean): void {
    const before = this.#place;
    this.#place = { lineToken, entry, position, state, claimUntil };
    this.#stop = null;
    this.#tries = 0;
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

  async #claimRefused({ code }: Failure): Promise<void> {
    const stop = stopOf(code);
    if (stop === 'missed' || stop === 'left') this.#end(stop);
    else if (stop) this.#stop = stop;
    else if (code === 'platform.token_refused') {
      this.#place = null;
      await this.#join();
    } else {
      this.#note = code === 'line.not_yet' ? this.#data.words.notYet : code === 'line.sold_out' || code === 'line.closed' ? null : this.#data.words.stuck;
      this.#placeAskedAt = -Infinity;
      void this.look();
    }
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
    remember(this.#data.eventId, { place: { lineToken, entry, position }, userId: this.#user?.id ?? null, seenAt: Date.now() });
  }
}
