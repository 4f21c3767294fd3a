import { useEffect, useState } from 'react';
import { clock } from '#box-office/clock.ts';
import { lineOf } from '#box-office/line.ts';
import { isPassing } from '#box-office/problem.ts';
import { isOver, type News, newsOf } from './beside.ts';
import { endedPlace, keptPlace } from './kept-place.ts';
import { Asking } from './script/asking.ts';
import { forget, memoryKey, remember } from './script/memory.ts';
import { Seen } from './script/seen.ts';
import { endedBy, isBeyond, type Place, type Serving } from './sight.ts';

interface Heard {
  news: News;
  /** Until when a turn may be answered, where it is known. */
  until: string | undefined;
}

/** What becomes, meanwhile, of the place that this browser keeps in an event's line; looks no more often than the line's own page would, and not at all where no place is kept. */
export function useNews(eventId: string): Heard | null {
  const [heard, setHeard] = useState<Heard | null>(null);
  useEffect(() => {
    const watch = new Watch(eventId, setHeard);
    const woke = (): void => void (document.hidden || watch.look());
    const elsewhere = ({ key }: StorageEvent): void => void (key === memoryKey(eventId) && watch.look());
    document.addEventListener('visibilitychange', woke);
    addEventListener('online', woke);
    addEventListener('storage', elsewhere);
    void watch.look();
    return () => {
      document.removeEventListener('visibilitychange', woke);
      removeEventListener('online', woke);
      removeEventListener('storage', elsewhere);
      watch.end();
    };
  }, [eventId]);
  return heard;
}

class Watch {
  readonly #eventId: string;
  readonly #tell: (heard: Heard | null) => void;
  readonly #seen = new Seen();
  readonly #asking = new Asking();
  /** As the box office told of it, since its turn has come by the number. */
  #told: Place | null = null;
  /** A place was kept while somebody was on the page: that it has ended is news to them, whichever page heard it. */
  #hadPlace = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #looking = false;
  /** Nobody is on the page any more. */
  #gone = false;

  constructor(eventId: string, tell: (heard: Heard | null) => void) {
    this.#eventId = eventId;
    this.#tell = tell;
  }

  end(): void {
    this.#gone = true;
    clearTimeout(this.#timer);
  }

  async look(): Promise<void> {
    if (this.#looking || this.#gone) return;
    clearTimeout(this.#timer);
    this.#looking = true;
    const goesOn = await this.#lookOnce();
    this.#looking = false;
    if (goesOn && !this.#gone) this.#timer = setTimeout(() => void this.look(), this.#seen.nextLookMs(0));
  }

  /** Whether there is something to look at again. */
  async #lookOnce(): Promise<boolean> {
    if (this.#kept() === null) {
      const ended = this.#hadPlace ? endedPlace(this.#eventId) : null;
      this.#tell(ended === null || ended === 'left' ? null : { news: ended, until: undefined });
      return false;
    }
    this.#hadPlace = true;
    const { data, failure } = await lineOf(this.#eventId).serving();
    if (failure) {
      this.#seen.miss(failure);
      return failure.status === 404 ? this.#forget() : true;
    }
    this.#seen.see(data);
    const place = await this.#placeAt(data);
    if (this.#gone) return false;
    if (this.#kept() === null) return this.#lookOnce();
    if (place && isOver(place, data, clock.now())) return this.#forget();
    const news = place && newsOf(place, data, clock.now());
    this.#tell(news === null ? null : { news, until: place?.claimUntil });
    return true;
  }

  /** There is nothing to hear of any more. */
  #forget(): false {
    forget(this.#eventId);
    this.#tell(null);
    return false;
  }

  #kept(): Place | null {
    const place = keptPlace(this.#eventId)?.place;
    if (!place) return null;
    return this.#told?.entry === place.entry ? this.#told : { ...place, state: 'waiting' };
  }

  /** How the place stands. Until when a turn lasts, whether it was answered elsewhere and whether there is a place still, only the box office knows: it is asked once the number has passed. Nobody enters by it: that is the line's own page's business, where one is asked. */
  async #placeAt(serving: Serving): Promise<Place | null> {
    const kept = this.#kept();
    if (kept === null || !isUnheard(kept, serving) || !this.#asking.isDue) return kept;
    const { data, failure } = await lineOf(this.#eventId).standing(kept.lineToken);
    this.#asking.rest(failure?.retryAfterMs);
    // What passes by itself leaves the turn as it is known.
    if (failure && isPassing(failure)) return kept;
    const ended = failure && endedBy(failure);
    const userId = keptPlace(this.#eventId)?.userId ?? null;
    if (ended) {
      remember(this.#eventId, { place: null, userId, seenAt: Date.now(), ended });
      return null;
    }
    // It is not told to whoever asks: a place without news, which is not asked for again.
    if (failure) return (this.#told = { ...kept, state: 'merged' });
    if (data.state !== kept.state) this.#asking.begin();
    this.#told = data;
    remember(this.#eventId, { place: { lineToken: data.lineToken, entry: data.entry, position: data.position }, userId, seenAt: Date.now() });
    return this.#told;
  }
}

/** Its turn has come by the number, or went by as far as one knows, or the line knows of fewer places: something has changed that only the box office can tell. */
function isUnheard({ state, entry, position, claimUntil }: Place, { serving, entries }: Serving): boolean {
  if (state !== 'merged' && isBeyond({ entry }, { entries })) return true;
  if (state === 'waiting') return position !== null && position < serving;
  return state === 'lapsed' || (state === 'called' && claimUntil !== undefined && Date.parse(claimUntil) <= clock.now());
}
