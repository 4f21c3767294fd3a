import { counter } from './counter.ts';
import type { Answer, Counter } from './desk.ts';
import type { Order } from './order.ts';

// Where no stream comes through (an old proxy, a full box office) the order is asked for, less often the longer it takes.
const POLL_FIRST_MS = 2_000;
const POLL_LAST_MS = 10_000;
const SLOWER = 1.5;

/**
 * Tells how an order stands whenever it changes, by its stream, and while there is none by asking. A refusal ends it: what is refused once, to
 * somebody whose session has ended for instance, is refused every time. Ends with the returned function, too.
 */
export function watchOrder(orderId: string, tell: (answer: Answer) => void, { read }: Pick<Counter, 'read'> = counter): () => void {
  const stream = new EventSource(`/api/v1/orders/${orderId}/stream`);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = POLL_FIRST_MS;
  let ended = false;

  const look = async (): Promise<void> => {
    const answer = await read(orderId);
    if (ended) return;
    if (answer.kind === 'refused') end();
    if (answer.kind !== 'lost') tell(answer);
  };
  const poll = (): void => {
    if (timer !== undefined || ended) return;
    timer = setTimeout(() => {
      timer = undefined;
      pauseMs = Math.min(pauseMs * SLOWER, POLL_LAST_MS);
      void look().finally(poll);
    }, pauseMs);
  };
  const rest = (): void => {
    clearTimeout(timer);
    timer = undefined;
    pauseMs = POLL_FIRST_MS;
  };
  // A phone that slept, or a line that is back: what happened meanwhile is asked for at once.
  const awake = (): void => void (document.visibilityState === 'visible' && look());

  const end = (): void => {
    ended = true;
    stream.close();
    rest();
    document.removeEventListener('visibilitychange', awake);
    window.removeEventListener('online', awake);
  };

  stream.addEventListener('order', (event) => {
    rest();
    tell({ kind: 'order', order: JSON.parse((event as MessageEvent<string>).data) as Order });
  });
  stream.addEventListener('error', poll);
  document.addEventListener('visibilitychange', awake);
  window.addEventListener('online', awake);
  return end;
}
