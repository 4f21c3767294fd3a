import { api, outcome } from '#box-office/browser.ts';
import { type Failure, isPassing, type Outcome } from '#box-office/problem.ts';
import type { paths } from '#box-office/schema.d.ts';
import type { Drawer, PurchaseKeys } from '#checkout/purchase-key.ts';

type Post = paths['/api/v1/wallet/top-ups']['post'];
export type TopUpPayment = Post['responses'][201]['content']['application/json'];
export type TopUpWish = Post['requestBody']['content']['application/json'];

const WAIT_SECONDS = 8;
// The same question under the same key, so often; then somebody presses again, and it is still the same question.
const TRIES = 4;
const PAUSE_MS = 1_000;
const LOOK_EVERY_MS = 2_000;

/** Asks for a top-up; a question whose answer got lost is asked again under its key, and money is taken once. */
export async function askTopUp(keys: PurchaseKeys, drawer: Drawer, wish: TopUpWish): Promise<Outcome<TopUpPayment>> {
  const { key, body } = questionOf(keys, wish);
  for (let tries = 1; ; tries += 1) {
    const answer = await outcome(api.POST('/api/v1/wallet/top-ups', { params: { header: { 'Idempotency-Key': key, Prefer: `wait=${WAIT_SECONDS}` } }, body }));
    const lost = answer.failure !== undefined && isPassing(answer.failure);
    // Before the question is forgotten: a page that is loaded anew in between knows one of the two.
    if (answer.data) keepPayment(drawer, answer.data);
    // Answered, with yes or no: what is asked next is another question, though it be for the same amount.
    if (!lost) keys.answered(SUBJECT);
    if (!lost || tries === TRIES) return answer;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
  }
}

const SUBJECT = 'top-up';
const PAYMENT = 'catraca.top-up';

/** The question of which nobody knows whether it arrived, over a reload too. */
export const openTopUp = (keys: PurchaseKeys): TopUpWish | null => keys.open(SUBJECT) as TopUpWish | null;

/** What is asked: while a question has no answer it is that one and no other, since it may have taken money. */
export function questionOf(keys: PurchaseKeys, wish: TopUpWish): { key: string; body: TopUpWish } {
  const body = openTopUp(keys) ?? wish;
  return { key: keys.keyOf(SUBJECT, body), body };
}

/** A payment is remembered until it is decided: a page that is loaded anew goes on watching it. */
export function keepPayment(drawer: Drawer, payment: Pick<TopUpPayment, 'id' | 'state' | 'pix' | 'failure'>): void {
  if (isDecided(payment)) forgetPayment(drawer);
  else drawer.setItem(PAYMENT, payment.id);
}

export const keptPayment = (drawer: Drawer): string | null => drawer.getItem(PAYMENT);
export const forgetPayment = (drawer: Drawer): void => drawer.removeItem(PAYMENT);

/** Tells how a payment stands, at once and until it is decided; or, when the box office does not show it, why. Ends with the returned function. */
export function watchTopUp(paymentId: string, tell: (payment: TopUpPayment) => void, refused: (failure: Failure) => void): () => void {
  let ended = false;
  const end = (): void => {
    ended = true;
    clearInterval(timer);
  };
  const look = async (): Promise<void> => {
    const { data, failure } = await outcome(api.GET('/api/v1/payments/{paymentId}', { params: { path: { paymentId } } }));
    if (ended) return;
    if (data) return tell(data);
    if (isPassing(failure)) return;
    end();
    refused(failure);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  void look();
  return end;
}

function isDecided(payment: Pick<TopUpPayment, 'state' | 'pix' | 'failure'>): boolean {
  const outcome = outcomeOf(payment);
  return outcome !== 'open' && outcome !== 'pix';
}

/** What a payment means for a balance. */
export function outcomeOf({ state, pix, failure }: Pick<TopUpPayment, 'state' | 'pix' | 'failure'>): 'pix' | 'open' | 'done' | 'failed' | 'expired' | 'conflicted' | 'conflicted-back' {
  if (state === 'completed') return 'done';
  // Another amount than asked was taken: it is wrong then to say that nothing was charged.
  if (state === 'conflicted' || failure?.reason === 'conflicted') return state === 'refunded' ? 'conflicted-back' : 'conflicted';
  if (state === 'cancelled') return 'expired';
  if (state === 'failed' || state === 'refunded') return 'failed';
  return state === 'presented' && pix ? 'pix' : 'open';
}
