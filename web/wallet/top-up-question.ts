import { api, outcome } from '#box-office/browser.ts';
import { isPassing, type Outcome } from '#box-office/problem.ts';
import type { paths } from '#box-office/schema.d.ts';
import type { PurchaseKeys } from '#checkout/purchase-key.ts';

type Post = paths['/api/v1/wallet/top-ups']['post'];
export type TopUpPayment = Post['responses'][201]['content']['application/json'];
export type TopUpWish = Post['requestBody']['content']['application/json'];

const WAIT_SECONDS = 8;
// The same question under the same key, so often; then somebody presses again, and it is still the same question.
const TRIES = 4;
const PAUSE_MS = 1_000;
const LOOK_EVERY_MS = 2_000;

/** Asks for a top-up; a question whose answer got lost is asked again under its key, and money is taken once. */
export async function askTopUp(keys: PurchaseKeys, body: TopUpWish): Promise<Outcome<TopUpPayment>> {
  const key = keys.keyOf(SUBJECT, body);
  for (let tries = 1; ; tries += 1) {
    const answer = await outcome(api.POST('/api/v1/wallet/top-ups', { params: { header: { 'Idempotency-Key': key, Prefer: `wait=${WAIT_SECONDS}` } }, body }));
    const lost = answer.failure !== undefined && isPassing(answer.failure);
    // Answered, with yes or no: what is asked next is another question, though it be for the same amount.
    if (!lost) keys.answered(SUBJECT);
    if (!lost || tries === TRIES) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
  }
}

const SUBJECT = 'top-up';

/** Tells how a payment stands until it is decided. Ends with the returned function. */
export function watchTopUp(paymentId: string, tell: (payment: TopUpPayment) => void): () => void {
  const look = async (): Promise<void> => {
    const { data } = await outcome(api.GET('/api/v1/payments/{paymentId}', { params: { path: { paymentId } } }));
    if (data) tell(data);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  return () => clearInterval(timer);
}

/** What a payment means for a balance. */
export function outcomeOf({ state, pix }: Pick<TopUpPayment, 'state' | 'pix'>): 'pix' | 'open' | 'done' | 'failed' | 'expired' {
  if (state === 'completed') return 'done';
  if (state === 'cancelled') return 'expired';
  if (state === 'failed' || state === 'refunded') return 'failed';
  return state === 'presented' && pix ? 'pix' : 'open';
}
