import type { OrderSeen } from './story.ts';

// The parts of the API's answers that a fan looks at.

export interface Refusal {
  code?: string;
  retryAfterMs?: number;
}

export interface Place {
  lineToken: string;
  entry: number;
  position: number | null;
  lineState: string;
}

export interface Admission {
  admissionToken: string;
  expiresAt: string;
  ticketLimit: number;
}

export interface ServingNumber {
  serving: number;
  state: string;
  remaining: number;
  pollAfterMs: number;
}

export interface OrderTold extends Refusal {
  id: string;
  state: string;
  paymentDeadline: string;
  payment?: { id: string; state: string; pix?: { brCode: string } };
  tickets?: { id: string }[];
  items?: { seatId?: string }[];
  total?: { amountCents: number };
}

/** A new order of this story. */
export function newOrder(orders: OrderSeen[], id: string): OrderSeen {
  const order: OrderSeen = { id, state: 'awaiting_payment', tickets: 0, unique: [], totalCents: 0, payments: [] };
  orders.push(order);
  return order;
}

/** Keeps what an answer says of an order. */
export function noteOrder(order: OrderSeen, { state, tickets = [], items = [], total, payment }: OrderTold): void {
  order.state = state;
  order.tickets = tickets.length;
  order.unique = [...tickets.map(({ id }) => id), ...items.flatMap(({ seatId }) => seatId ?? [])];
  order.totalCents = total?.amountCents ?? order.totalCents;
  if (payment && !order.payments.includes(payment.id)) order.payments.push(payment.id);
}
