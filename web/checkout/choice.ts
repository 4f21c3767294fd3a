import { isCpf } from './cpf.ts';
import type { OrderWish } from './desk.ts';
import { cardWay, type Offer } from './offer.ts';
import type { Suggestion } from './order.ts';
import { partOfBalance, paymentWish, totalCents, type Way, waysToPay } from './ways-to-pay.ts';

/** What somebody has chosen and filled in on the page, not yet asked for. */
export interface Choice {
  way: Way | null;
  token: string | null;
  useBalance: boolean;
  quantities: Readonly<Record<string, number>>;
  holders: readonly { name: string; document: string }[];
}

/** A card is what most people have, so a sandbox's is chosen beforehand; nothing else is, least of all what would ask another site. */
export function firstChoice({ hold, types, methods, buyerName }: Offer): Choice {
  const named = hold.items.some(({ ticketTypeId }) => types[ticketTypeId]?.holderRequired);
  const card = cardWay(methods);
  const sandbox = card?.kind === 'sandbox' ? card.field : undefined;
  return {
    way: sandbox ? 'card' : null,
    token: sandbox?.cards[0]?.token ?? null,
    useBalance: false,
    quantities: {},
    holders: named ? hold.items.map((_, index) => ({ name: index === 0 ? buyerName : '', document: '' })) : [],
  };
}

/** What the choice comes to, and between which ways there is a choice. */
export interface Bill {
  total: number;
  ways: Way[];
  /** The part that the balance pays, or could pay. */
  part: number;
  toPay: number;
}

export function billOf({ hold, order, suggestions, methods, availableCents }: Offer, choice: Choice): Bill {
  // Once there is an order its items are fixed; another try pays for the same.
  const total = order?.total.amountCents ?? totalCents(hold.total.amountCents, suggestions.map(({ id, price }) => ({ priceCents: price.amountCents, quantity: choice.quantities[id] ?? 0 })));
  const offered = methods.filter((each) => each.available && (each.method !== 'card' || cardWay(methods))).map(({ method }) => method);
  const balance = offered.includes('wallet') ? availableCents : 0;
  const part = partOfBalance(total, balance);
  return { total, ways: waysToPay(offered, total, balance), part, toPay: total - (choice.useBalance && choice.way !== 'wallet' ? part : 0) };
}

/** The way that is chosen; where none is, or it has gone away with what was added, the first that needs nobody else's script. */
export function wayOf({ methods }: Pick<Offer, 'methods'>, { way }: Pick<Choice, 'way'>, ways: readonly Way[]): Way | null {
  if (way !== null && ways.includes(way)) return way;
  const hosted = cardWay(methods)?.kind === 'hosted';
  return ways.find((each) => !(hosted && each === 'card')) ?? null;
}

export function wishOf(offer: Offer, choice: Choice): OrderWish {
  const { total, part } = billOf(offer, choice);
  const products = Object.entries(choice.quantities).flatMap(([productId, quantity]) => (quantity > 0 ? [{ productId, quantity }] : []));
  const payment = paymentWish(choice.way, total, offer.hold.total.currency, { ...(choice.token !== null && { token: choice.token }), partCents: choice.useBalance ? part : 0 });
  return { holdId: offer.hold.id, products, holders: choice.holders.map(({ name, document }) => ({ name: name.trim(), document })), payment };
}

/** The numbers of the tickets whose holder is not told well, with what is wrong. */
export function holderMistakes({ holders }: Pick<Choice, 'holders'>): Map<number, { name: boolean; document: boolean }> {
  const mistakes = holders.map(({ name, document }, index) => [index, { name: name.trim() === '', document: !isCpf(document) }] as const);
  return new Map(mistakes.filter(([, { name, document }]) => name || document));
}

/** How many of a product one order may have here: the organiser's limit, what is left, and the number that a thumb has patience for. */
export function mostOf({ maxPerOrder, left }: Pick<Suggestion, 'maxPerOrder' | 'left'>): number {
  return Math.max(0, Math.min(maxPerOrder ?? PRODUCTS_MAX, left ?? PRODUCTS_MAX, PRODUCTS_MAX));
}

// The API takes 100 of one product in an order.
const PRODUCTS_MAX = 100;
