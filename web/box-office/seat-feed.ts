import { api, outcome } from './browser.ts';
import { pause } from './pause.ts';
import type { paths } from './schema.d.ts';

type SeatsAnswer = paths['/api/v1/events/{eventId}/seats']['get']['responses']['200']['content']['application/json'];

/** What has changed after a version. */
export type SeatsNews = Extract<SeatsAnswer, { since: unknown }>;

interface Following {
  eventId: string;
  /** Where the event has a line. */
  admissionToken: string | undefined;
  /** The version of what is already known. */
  since: number;
  onNews: (news: SeatsNews) => void;
  /** Whether news come in at the moment. */
  onLine: (alive: boolean) => void;
}

// The browser opens a broken stream anew by itself, every three seconds; after so many in vain something on the way does not like streams.
const STREAM_FAILURES_MAX = 3;
// As fresh as the answers are made, with a second to spare for everybody's sake.
const POLL_MS = 2_000;
// A box office that is in trouble is asked more and more rarely.
const POLL_MS_MAX = 30_000;
// While polling, the stream is tried again so often.
const STREAM_AGAIN_MS = 60_000;

/**
 * Follows an event's seats until the given function is called: by the stream, and where that does not get through by asking.
 * A page that nobody looks at follows nothing; when it is looked at again it catches up.
 */
export function followSeats({ eventId, admissionToken, since, onNews, onLine }: Following): () => void {
  let version = since;
  let end = (): void => {};
  const heard = (news: SeatsNews) => {
    version = Math.max(version, news.version);
    onLine(true);
    onNews(news);
  };
  const stream = () => {
    end = openStream(`/api/v1/events/${eventId}/seats/stream`, { since: version, admission: admissionToken }, heard, () => {
      onLine(false);
      poll();
    });
  };
  const poll = () => {
    const stopping = new AbortController();
    const again = setTimeout(() => {
      stopping.abort();
      stream();
    }, STREAM_AGAIN_MS);
    end = () => {
      clearTimeout(again);
      stopping.abort();
    };
    void pollUntil(stopping.signal, { eventId, admissionToken, version: () => version, heard, failed: () => onLine(false) });
  };
  const look = () => {
    end();
    end = () => {};
    if (document.visibilityState === 'visible') stream();
  };
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    document.removeEventListener('visibilitychange', look);
    end();
  };
}

function openStream(address: string, query: { since: number; admission: string | undefined }, heard: (news: SeatsNews) => void, onGivenUp: () => void): () => void {
  const parameters = new URLSearchParams({ since: String(query.since), ...(query.admission !== undefined && { admission: query.admission }) });
  const source = new EventSource(`${address}?${parameters}`);
  let failures = 0;
  source.addEventListener('seats', (event) => {
    failures = 0;
    heard(JSON.parse(String(event.data)) as SeatsNews);
  });
  source.addEventListener('error', () => {
    failures += 1;
    // Closed: the answer was no stream at all, so the browser does not try again.
    if (source.readyState !== EventSource.CLOSED && failures < STREAM_FAILURES_MAX) return;
    source.close();
    onGivenUp();
  });
  return () => source.close();
}

interface Polling {
  eventId: string;
  admissionToken: string | undefined;
  version: () => number;
  heard: (news: SeatsNews) => void;
  failed: () => void;
}

async function pollUntil(signal: AbortSignal, { eventId, admissionToken, version, heard, failed }: Polling): Promise<void> {
  for (let wait = POLL_MS; !signal.aborted; ) {
    const params = { path: { eventId }, query: { since: version() }, header: admissionToken === undefined ? {} : { 'X-Admission': admissionToken } };
    const { data, failure } = await outcome(api.GET('/api/v1/events/{eventId}/seats', { params, signal }));
    if (signal.aborted) return;
    if (data !== undefined && 'since' in data) heard(data);
    if (failure) failed();
    wait = failure ? Math.min(POLL_MS_MAX, Math.max(wait * 2, failure.retryAfterMs ?? 0)) : POLL_MS;
    // Spread, so that a hall full of phones does not ask in one beat.
    await pause(wait * (0.75 + Math.random() * 0.5), signal);
  }
}
