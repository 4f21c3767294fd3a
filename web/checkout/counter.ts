import { api, outcome } from '#box-office/browser.ts';
import { isPassing, type Outcome } from '#box-office/problem.ts';
import type { Answer, Counter } from './desk.ts';
import type { Order } from './order.ts';

// Most cards are decided within a second or two; what takes longer is told by the order's stream.
const WAIT_SECONDS = 8;
// A hold's order is one of its buyer's newest: nobody places more in a hold's time.
const NEWEST = 20;

/** The box office over HTTP, from a browser. */
export const counter: Counter = {
  async place(body, key) {
    return answer(await outcome(api.POST('/api/v1/orders', { params: { header: headers(key) }, body })));
  },
  async payAgain(orderId, body, key) {
    return answer(await outcome(api.POST('/api/v1/orders/{orderId}/payments', { params: { path: { orderId }, header: headers(key) }, body })));
  },
  async read(orderId) {
    return answer(await outcome(api.GET('/api/v1/orders/{orderId}', { params: { path: { orderId } } })));
  },
  async orderOf(holdId) {
    const { data } = await outcome(api.GET('/api/v1/orders', { params: { query: { limit: NEWEST } } }));
    if (data === undefined) return { kind: 'lost' };
    const order = data.items.find((each) => each.holdId === holdId);
    return order ? { kind: 'order', order } : null;
  },
  async wasReleased(holdId) {
    return (await outcome(api.GET('/api/v1/holds/{holdId}', { params: { path: { holdId } } }))).data?.state === 'released';
  },
};

const headers = (key: string) => ({ 'Idempotency-Key': key, Prefer: `wait=${WAIT_SECONDS}` });

/** An answer that says nothing of the order leaves open whether it was placed: the same question will tell. */
function answer({ data, failure }: Outcome<Order>): Answer {
  if (data !== undefined) return { kind: 'order', order: data };
  return isPassing(failure) ? { kind: 'lost' } : { kind: 'refused', refusal: failure };
}
