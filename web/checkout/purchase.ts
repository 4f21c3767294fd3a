import type { Order } from './order.ts';

/**
 * What a buyer's page knows of one purchase. The order's own states are the box office's (`api/src/orders/order.ts`); here is
 * only what the page adds: whether a question is out, and whether its answer is overdue.
 *
 *     choosing --asked--> sending --told---> asking | pix | paid | declined | over
 *                           |  └---refused-> choosing, with the reason
 *                           └------silent--> silent --told, refused--> as above: the same question, under the same key
 *     declined --asked--> sending …                  the seats are still this buyer's
 *     choosing, declined --hold over--> over
 */
export interface Purchase {
  order: Order | null;
  /** `silent`: asked, and no answer came. Nobody knows what became of it, so only the same question may be asked again. */
  question: 'none' | 'asked' | 'silent';
  refusal: Refusal | null;
  /** How the hold ended; null while it keeps the places, as far as is known. */
  holdOver: HoldEnd | null;
  /** The session has ended: what becomes of the order is told after signing in again. */
  signedOut: boolean;
}

export type HoldEnd = 'expired' | 'released';

/** Why the box office said no, by its code. */
export interface Refusal {
  code: string;
  /** The box office's sentence for people, in the page's language; empty where it said none. */
  title: string;
  data: Readonly<Record<string, unknown>>;
}

/** `told`: by the way, by a stream or a poll, or as the answer. `found`: the question was refused because this order stands already. */
export type Happening = { kind: 'asked' } | { kind: 'silent' } | { kind: 'told' | 'found'; order: Order } | { kind: 'refused'; refusal: Refusal } | { kind: 'hold over'; how: HoldEnd } | { kind: 'signed out' };

export type Stage = 'choosing' | 'sending' | 'silent' | 'asking' | 'pix' | 'declined' | 'paid' | 'over' | 'refunded';

export const begun = (order: Order | null = null): Purchase => ({ order, question: 'none', refusal: null, holdOver: null, signedOut: false });

export function after(purchase: Purchase, happening: Happening): Purchase {
  switch (happening.kind) {
    case 'asked':
      return mayAsk(purchase) || purchase.question === 'silent' ? { ...purchase, question: 'asked', refusal: null } : purchase;
    case 'silent':
      return purchase.question === 'asked' ? { ...purchase, question: 'silent' } : purchase;
    case 'told':
      return told(purchase, happening.order);
    case 'found':
      return { ...told(purchase, happening.order), question: 'none', refusal: null };
    case 'refused':
      return purchase.question === 'none' ? purchase : { ...purchase, question: 'none', refusal: happening.refusal };
    case 'hold over':
      return purchase.holdOver ? purchase : { ...purchase, holdOver: happening.how };
    case 'signed out':
      return purchase.signedOut ? purchase : { ...purchase, signedOut: true };
  }
}

/** What the page shows. */
export function stageOf({ order, question, holdOver }: Purchase): Stage {
  if (order?.state === 'confirmed') return 'paid';
  if (order?.state === 'refunded') return 'refunded';
  if (order?.state === 'expired') return 'over';
  if (order?.state === 'awaiting_payment') return order.payment?.state === 'presented' ? 'pix' : 'asking';
  // While an answer is owed it may still be yes, whatever the clock says.
  if (question !== 'none') return question === 'asked' ? 'sending' : 'silent';
  if (holdOver) return 'over';
  return order ? 'declined' : 'choosing';
}

/** Why nothing more comes of it: the hold's time, the payment's, the buyer who gave the places up, or another amount than asked was taken. */
export function whyOver({ order, holdOver }: Pick<Purchase, 'order' | 'holdOver'>): 'hold' | 'released' | 'window' | 'conflicted' {
  if (order?.payment?.failureReason === 'conflicted') return 'conflicted';
  if (holdOver === 'released') return 'released';
  return order === null ? 'hold' : 'window';
}

/** Whether another question may go out; a second tap finds that it may not. */
export function mayAsk(purchase: Purchase): boolean {
  const stage = stageOf(purchase);
  return stage === 'choosing' || stage === 'declined';
}

/** Whether the box office has still something to tell of this order, to this page. */
export const isOpen = (purchase: Purchase): boolean => !purchase.signedOut && (stageOf(purchase) === 'asking' || stageOf(purchase) === 'pix');

function told(purchase: Purchase, order: Order): Purchase {
  if (purchase.order && isOlder(order, purchase.order)) return purchase;
  // An order seen by the way, while a question is out, is its answer only if a payment came of it that was not there before.
  const answered = order.state !== 'payment_failed' || order.payment?.id !== purchase.order?.payment?.id;
  return { ...purchase, order, signedOut: false, question: answered ? 'none' : purchase.question, refusal: answered ? null : purchase.refusal };
}

const progress = { requested: 0, presented: 1, failed: 2, returned: 3, completed: 3 } as const;

/** Answers overtake one another (a poll, a stream, a second tab): what was true before never replaces what is true now. */
function isOlder(heard: Order, known: Order): boolean {
  if (known.state === 'refunded') return heard.state !== 'refunded';
  if (known.state === 'confirmed') return heard.state !== 'confirmed' && heard.state !== 'refunded';
  if (heard.state === 'confirmed' || heard.state === 'refunded') return false;
  if (!heard.payment || !known.payment) return false;
  // Ids grow with time (UUID version 7).
  if (heard.payment.id !== known.payment.id) return heard.payment.id < known.payment.id;
  if (progress[heard.payment.state] !== progress[known.payment.state]) return progress[heard.payment.state] < progress[known.payment.state];
  return known.state === 'expired' && heard.state !== 'expired';
}
