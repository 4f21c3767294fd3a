import { request } from 'undici';
import { CannotRehearse } from './cannot-rehearse.ts';

/** How a rehearsal is paid on this box office. */
export interface Checkout {
  card: { good: string; declined: string };
  /** Whether somebody pays PIX codes: we on a box office of our own, simulated providers by themselves. A real provider's test code is paid by nobody. */
  pixIsPaid: boolean;
}

interface Offer {
  method: string;
  fields?: { gateway: string; kind: string; cards?: { token: string; outcome: string }[] }[];
}

/** Stripe's own test payment methods, which its test keys take as if a page had made them (docs.stripe.com/testing). */
const STRIPE = { good: 'pm_card_visa', declined: 'pm_card_visa_chargeDeclined' };
const ASK_MS_MAX = 30_000;

/** Asked as a checkout page would ask. @throws CannotRehearse where no card can be given without a page */
export async function readCheckout(office: URL): Promise<Checkout> {
  const { statusCode, body } = await request(new URL('/api/v1/payment-methods?rehearsal=true', office), { headersTimeout: ASK_MS_MAX, bodyTimeout: ASK_MS_MAX });
  const text = await body.text();
  if (statusCode !== 200) throw new CannotRehearse(`GET payment-methods was answered ${statusCode}: ${text.slice(0, 500)}`);
  return checkoutOf((JSON.parse(text) as { items: Offer[] }).items);
}

/** The first field whose cards can be written down: gateways are offered with the best one first. */
export function checkoutOf(offers: readonly Offer[]): Checkout {
  const fields = offers.flatMap(({ method, fields: shown }) => (method === 'card' ? (shown ?? []) : []));
  const pixIsPaid = fields.every(({ kind }) => kind === 'sandbox');
  for (const { kind, cards = [] } of fields) {
    if (kind === 'stripe') return { card: STRIPE, pixIsPaid };
    const token = (outcome: string): string | undefined => cards.find((card) => card.outcome === outcome)?.token;
    const [good, declined] = [token('approved'), token('declined')];
    if (good !== undefined && declined !== undefined) return { card: { good, declined }, pixIsPaid };
  }
  const [named] = fields;
  throw new CannotRehearse(
    named
      ? `Cards cannot be rehearsed through ${named.gateway} (${named.kind}): its test cards become tokens only on its own page elements, each for one use. Add a sandbox gateway of the kind "simulator", or Stripe with its test keys, and rehearse through that.`
      : 'This box office takes no cards in rehearsals: it needs a gateway with "sandbox": true that takes cards.',
  );
}
