import type { Standing as Stands } from '#box-office/line.ts';
import { dropAdmission } from '../admission.ts';
import type { ScriptData } from '../page.ts';
import { type Ended, isBeyond, type Place, type Serving, type Stop } from '../sight.ts';
import { forget, readMemory, recall, remember } from './memory.ts';

/** A place that was told longer ago than this, to an earlier visit, is asked after: it may have ended on another device. */
const believedMs = 10 * 60_000;
/** The serving answer is some three seconds old at most, where all is well; a place that was given since then may lie beyond it. */
const servingLagsMs = 5_000;

/** What this browser knows of its place in the line, and keeps of it from one visit to the next. Asks nobody. */
export class Standing {
  readonly #data: Pick<ScriptData, 'eventId' | 'words'>;
  place: Place | null = null;
  /** Why there is no place, or no way on. */
  stop: Stop | null = null;
  /** A sentence beside everything else, until something else happens. */
  note: string | null = null;
  /** Who is signed in; undefined as long as nobody has said. */
  user: { id: string; name: string } | null | undefined;
  /** The account that has been asked for an earlier place. */
  #userId: string | null = null;
  /** When the box office told of the place. */
  #toldAt = 0;
  /** What an earlier visit was told has grown too old to be believed. */
  #isOld = false;

  constructor(data: Pick<ScriptData, 'eventId' | 'words'>) {
    this.#data = data;
  }

  /** As it was left by an earlier visit; tells whose the place was then, if there was one. */
  recall(): { userId: string | null } | null {
    const memory = recall(this.#data.eventId, Date.now());
    if (memory?.place) this.place = { ...memory.place, state: 'waiting' };
    this.#userId = memory?.userId ?? null;
    this.#toldAt = memory?.seenAt ?? 0;
    this.#isOld = Date.now() - this.#toldAt > believedMs;
    this.stop = memory?.ended ?? null;
    return memory?.place ? { userId: memory.userId } : null;
  }

  /** Whoever is signed in has no earlier place than this one. */
  belongsTo(user: { id: string } | null): void {
    this.#userId = user?.id ?? null;
    this.remember();
  }

  /** Whether the serving number has gone past a place that waits. */
  isPassedBy(serving: Serving | null): boolean {
    const position = this.place?.position ?? null;
    return this.place?.state === 'waiting' && position !== null && serving !== null && position < serving.serving;
  }

  /** Whether the box office may know better what has become of the place, or that there is none any more. */
  isDoubtful(serving: Serving): boolean {
    return this.place !== null && (this.#isOld || (isBeyond(this.place, serving) && Date.now() - this.#toldAt > servingLagsMs));
  }

  /** The box office has told of a place: another than before where two were one person's. */
  accept({ lineToken, entry, position, state, claimUntil }: Stands): void {
    const before = this.place;
    this.place = { lineToken, entry, position, state, claimUntil };
    this.#toldAt = Date.now();
    this.#isOld = false;
    this.stop = null;
    if (before && before.entry !== entry) this.note = this.#data.words.merged;
    else if (state !== 'waiting') this.note = null;
    this.remember();
  }

  /** The place is another account's: kept for it until this one has its own, which is written down as whose it is. */
  letGo(): void {
    this.place = null;
    this.#userId = this.user?.id ?? null;
  }

  /** What was true of the place when the line was left may not be any more. */
  doubt(): void {
    if (this.place) this.place = { ...this.place, state: 'waiting', claimUntil: undefined };
  }

  /** Another tab has written what it knows. */
  hearOtherTab(text: string | null): void {
    const memory = readMemory(text, Date.now());
    if (!memory) return;
    this.#userId = memory.userId;
    if (memory.ended) {
      this.place = null;
      this.stop = memory.ended;
    } else if (memory.place && memory.place.entry !== this.place?.entry) {
      this.place = { ...memory.place, state: 'waiting' };
      this.stop = null;
    }
  }

  end(ended: Ended): void {
    this.place = null;
    this.stop = ended;
    this.note = null;
    dropAdmission(this.#data.eventId);
    remember(this.#data.eventId, { place: null, userId: this.#userId, seenAt: Date.now(), ended });
  }

  /** The line is over: a place in it is nothing that pages beside it should go on believing in. */
  over(): void {
    this.place = null;
    forget(this.#data.eventId);
  }

  remember(): void {
    if (!this.place) return;
    const { lineToken, entry, position } = this.place;
    remember(this.#data.eventId, { place: { lineToken, entry, position }, userId: this.#userId, seenAt: this.#toldAt });
  }
}
