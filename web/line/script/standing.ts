import type { Joined } from '#box-office/line.ts';
import { dropAdmission } from '../admission.ts';
import type { ScriptData } from '../page.ts';
import type { Place, Serving, Stop } from '../sight.ts';
import { forget, readMemory, recall, remember } from './memory.ts';

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
  /** When the box office told of the place. */
  #toldAt = 0;

  constructor(data: Pick<ScriptData, 'eventId' | 'words'>) {
    this.#data = data;
  }

  /** As it was left by an earlier visit; tells whose the place was then, if there was one. */
  recall(): { userId: string | null } | null {
    const memory = recall(this.#data.eventId, Date.now());
    if (memory?.place) this.place = { ...memory.place, state: 'waiting' };
    this.#toldAt = memory?.seenAt ?? 0;
    this.stop = memory?.ended ?? null;
    return memory?.place ? { userId: memory.userId } : null;
  }

  /** Whether the serving number has gone past a place that waits. */
  isPassedBy(serving: Serving | null): boolean {
    const position = this.place?.position ?? null;
    return this.place?.state === 'waiting' && position !== null && serving !== null && position < serving.serving;
  }

  /** The box office has told of a place; `merging`: of an account that has come since the one before. */
  accept({ lineToken, entry, position, state, claimUntil }: Joined, merging: boolean): void {
    const before = this.place;
    this.place = { lineToken, entry, position, state, claimUntil };
    this.#toldAt = Date.now();
    this.stop = null;
    if (before && before.entry !== entry) this.note = merging ? this.#data.words.merged : this.#data.words.freshPlace;
    else if (state !== 'waiting') this.note = null;
    this.remember();
  }

  /** What was true of the place when the line was left may not be any more. */
  doubt(): void {
    if (this.place) this.place = { ...this.place, state: 'waiting', claimUntil: undefined };
  }

  /** Another tab has written what it knows. */
  hearOtherTab(text: string | null): void {
    const memory = readMemory(text, Date.now());
    if (memory?.ended) {
      this.place = null;
      this.stop = memory.ended;
    } else if (memory?.place && memory.place.entry !== this.place?.entry) {
      this.place = { ...memory.place, state: 'waiting' };
      this.stop = null;
    }
  }

  end(ended: 'left' | 'missed'): void {
    this.place = null;
    this.stop = ended;
    this.note = null;
    dropAdmission(this.#data.eventId);
    remember(this.#data.eventId, { place: null, userId: this.user?.id ?? null, seenAt: Date.now(), ended });
  }

  /** The line is over: a place in it is nothing that pages beside it should go on believing in. */
  over(): void {
    this.place = null;
    forget(this.#data.eventId);
  }

  remember(): void {
    if (!this.place) return;
    const { lineToken, entry, position } = this.place;
    remember(this.#data.eventId, { place: { lineToken, entry, position }, userId: this.user?.id ?? null, seenAt: this.#toldAt });
  }
}
