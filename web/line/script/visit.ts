import { clock } from '#box-office/clock.ts';
import { lineOf } from '#box-office/line.ts';
import { type Failure, isPassing } from '#box-office/problem.ts';
import { keepAdmission } from '../admission.ts';
import type { ScriptData } from '../page.ts';
import { nextTryMs } from '../polling.ts';
import { endedBy, type SaleState, sceneOf, type Serving, type Sight, stopOf } from '../sight.ts';
import { Asking } from './asking.ts';
import { claimPatiently } from './claiming.ts';
import { askForPlace } from './entering.ts';
import { memoryKey } from './memory.ts';
import type { Beside } from './screen.ts';
import { Seen } from './seen.ts';
import { Standing } from './standing.ts';
import { Sums } from './sums.ts';
import { listen } from './wakes.ts';

/** Everybody learns of the draw in the same second; its data is asked for spread over these. */
const drawSpreadMs = 3_000;
/** After so many answers without a seed the box office is asked for the place itself. */
const drawTriesMax = 5;
/** A phone that wakes may fire several events at once. */
const wakeRestMs = 1_000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** One visitor's stay in the line: asks what must be asked, seldom. What is known of the place, what was seen of the line and what it looks like are the business of others (standing.ts, seen.ts, screen.ts). */
export class Visit {
  readonly #data: ScriptData;
  readonly #changed: (sight: Sight, beside: Beside) => void;
  readonly #moved: () => void;
  readonly #line: ReturnType<typeof lineOf>;
  readonly #sums: Sums;
  /** After the place, once its turn has come by the number or went by. */
  readonly #asking = new Asking();
  readonly #standing: Standing;
  readonly #seen = new Seen();
  #claiming = false;
  #joining = false;
  #looking = false;
  #lookedAt = -Infinity;
  #joinTries = 0;
  #joinAt = 0;
  #drawTries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(data: ScriptData, changed: (sight: Sight, beside: Beside) => void, moved: () => void) {
    this.#data = data;
    this.#changed = changed;
    this.#moved = moved;
    this.#standing = new Standing(data);
    this.#sums = new Sums(data.sums);
    this.#line = lineOf(data.eventId);
  }

  async start(): Promise<void> {
    const before = this.#standing.recall();
    listen(memoryKey(this.#data.eventId), {
      woke: () => performance.now() - this.#lookedAt > wakeRestMs && void this.#look(),
      returned: () => this.#return(),
      offline: () => {
        this.#seen.offline = true;
        this.show();
      },
      otherTab: (text) => {
        this.#standing.hearOtherTab(text);
        this.show();
      },
    });
    await this.#look();
    await this.#learnWho(before);
  }

  get #sight(): Sight {
    const { opensAt, ticketLimit } = this.#data;
    const { place, stop, user } = this.#standing;
    return { place, serving: this.#seen.serving, stop, signedIn: user === undefined ? undefined : user !== null, opensAt, now: clock.now(), paces: this.#seen.paces, ticketLimit };
  }

  /** Shows how things stand now; the clocks on the page run by it. */
  show(): void {
    const { user, note } = this.#standing;
    const userName = user === undefined ? undefined : (user?.name ?? null);
    this.#changed(this.#sight, { offline: this.#seen.offline, note, busy: this.#claiming, userName });
  }

  /** A tap on the turn: the admission is kept, and the way leads to the tickets. */
  async claim(): Promise<void> {
    if (this.#claiming || !this.#standing.place) return;
    this.#claiming = true;
    this.#standing.note = null;
    this.show();
    const { data, failure } = await claimPatiently(this.#line, this.#standing.place.lineToken, () => {
      this.#standing.note = this.#data.words.busy;
      this.show();
    });
    if (data) {
      keepAdmission(this.#data.eventId, data);
      location.assign(`/${this.#data.locale}/events/${this.#data.eventId}/choose`);
      return;
    }
    this.#standing.note = null;
    // Their session may have ended meanwhile, and then it is their own place.
    if (stopOf(failure.code) === 'notYours') await this.#askWho();
    this.#hearRefusal(failure);
    this.#claiming = false;
    this.show();
  }

  async leave(): Promise<void> {
    const { failure } = await this.#line.leave();
    if (failure) this.#standing.note = this.#data.words.stuck;
    else this.#standing.end('left');
    this.show();
  }

  /** Enters once more, or tries again; or enters with an account of one's own, where the place that is kept is another's. */
  async again(): Promise<void> {
    if (this.#standing.stop === 'notYours') {
      // Another tab may have changed who is signed in, and so whose the place will be.
      await this.#askWho();
      this.#standing.letGo();
    }
    this.#standing.stop = null;
    this.#standing.note = null;
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
    if (data) {
      if (this.#seen.see(data)) this.#moved();
    } else {
      this.#seen.miss(failure);
      if (failure.status === 404) {
        this.#standing.stop = 'noLine';
        this.#standing.over();
      }
    }
    // A turn that has come by the number may have been answered already, in another tab or before a reload: what it is, is heard first.
    if (!this.#hasTurnUnheard) this.show();
    if (data) await this.#follow(data);
    if (sceneOf(this.#sight) === 'closed') this.#standing.over();
    this.#looking = false;
    this.show();
    if (this.#standing.stop !== 'noLine') this.#timer = setTimeout(() => void this.#look(), this.#seen.nextLookMs(this.#data.opensAt));
  }

  get #hasTurnUnheard(): boolean {
    return this.#standing.isPassedBy(this.#seen.serving) && this.#asking.isNew;
  }

  /** What a look makes necessary to ask. Nothing, for nearly everybody, nearly always. */
  async #follow(serving: Serving): Promise<void> {
    if (this.#standing.stop === 'stuck' || this.#standing.stop === 'solving') return;
    const { state } = serving;
    const { place } = this.#standing;
    if (!place) {
      const mayJoin = (this.#standing.stop === null || this.#standing.stop === 'busy') && state !== 'scheduled' && state !== 'closed';
      if (mayJoin && performance.now() >= this.#joinAt) await this.#join();
    } else if (this.#standing.isDoubtful(serving) || this.#standing.isPassedBy(serving) || sceneOf(this.#sight) === 'lapsed') {
      if (!this.#asking.isDue) return;
      const unheard = await this.#hear();
      if (this.#standing.place?.state === place.state && this.#standing.place.entry === place.entry) this.#asking.rest(unheard?.retryAfterMs);
      else this.#asking.begin();
    } else if (place.position === null && state !== 'lottery' && state !== 'scheduled') await this.#learnPosition(state);
  }

  /** How the place stands, and whether there is one still: only the box office knows. Nobody enters by it. Tells why no answer came, where none did. */
  async #hear(): Promise<Failure | null> {
    const { place } = this.#standing;
    if (!place) return null;
    const { data, failure } = await this.#line.standing(place.lineToken);
    const ended = failure && endedBy(failure);
    if (data) this.#standing.accept(data);
    else if (ended) this.#standing.end(ended);
    else if (isPassing(failure)) return failure;
    else this.#standing.stop = stopOf(failure.code);
    return null;
  }

  /** The one way in: for whoever has no place, or has signed in to an account that may have an earlier one. Tells whether it was answered. */
  async #join(): Promise<boolean> {
    if (this.#joining) return false;
    this.#joining = true;
    const { data, failure } = await askForPlace(this.#line, this.#sums, this.#data.challenge && !this.#standing.place, (now) => {
      this.#standing.stop = now ? 'solving' : null;
      this.show();
    });
    this.#joining = false;
    if (data) {
      this.#standing.accept(data);
      this.#joinTries = 0;
    } else if (!isPassing(failure)) this.#standing.stop = stopOf(failure.code) ?? (this.#standing.place || failure.code === 'line.not_open' || failure.code === 'line.closed' ? null : 'stuck');
    else if (!this.#standing.place) this.#joinLater(failure);
    return !failure || !isPassing(failure);
  }

  /** With one of the looks that follow. */
  #joinLater(failure: Failure): void {
    const ms = nextTryMs(this.#joinTries, failure.retryAfterMs ?? null, Math.random());
    this.#joinTries += 1;
    this.#standing.stop = ms === null ? 'stuck' : 'busy';
    this.#joinAt = performance.now() + (ms ?? 0);
  }

  /** After the draw: by the public rule, from the entry. The box office is asked for the position only when that fails. */
  async #learnPosition(state: SaleState): Promise<void> {
    await pause(Math.random() * drawSpreadMs);
    if (!this.#standing.place) return;
    this.#drawTries += 1;
    const { data } = await this.#line.draw();
    const position = data ? await this.#sums.position(this.#standing.place.entry, data) : null;
    if (position !== null) this.#standing.place = { ...this.#standing.place, position };
    else if (this.#drawTries >= drawTriesMax && state !== 'closed') await this.#hear();
    this.#standing.remember();
  }

  /** Who is signed in, asked once; an account that has come since the place was given may have an earlier one. */
  async #learnWho(before: { userId: string | null } | null): Promise<void> {
    const user = await this.#askWho();
    if (user === undefined) return;
    const isNew = user !== null && before !== null && before.userId !== user.id;
    if (!isNew || (await this.#seekEarlier())) this.#standing.belongsTo(user);
    this.show();
  }

  /** Undefined where nobody answers; then it is believed what was known. */
  async #askWho(): Promise<{ id: string; name: string } | null | undefined> {
    const { data, failure } = await this.#line.session();
    if (failure && isPassing(failure)) return undefined;
    return (this.#standing.user = data ? { id: data.user.id, name: data.user.name } : null);
  }

  /**
   * Whether the box office has said which place is the account's. Without an answer this one may have ended, and one that is another account's stays that account's: nobody enters
   * unasked, and the next visit finds the account as new as it is now.
   */
  async #seekEarlier(): Promise<boolean> {
    if ((await this.#hear()) !== null || this.#standing.stop === 'notYours') return false;
    return this.#standing.place === null || (await this.#join());
  }

  #hearRefusal({ code }: Failure): void {
    const ended = endedBy({ code });
    const stop = stopOf(code);
    if (ended) this.#standing.end(ended);
    else if (stop) this.#standing.stop = stop;
    else {
      const { notYet, stuck } = this.#data.words;
      this.#standing.note = code === 'line.not_yet' ? notYet : code === 'line.sold_out' || code === 'line.closed' ? null : stuck;
      this.#return();
    }
  }

  /** Back at the line: what was true when it was left may not be any more. */
  #return(): void {
    this.#claiming = false;
    this.#standing.doubt();
    this.#asking.begin();
    void this.#look();
  }
}
