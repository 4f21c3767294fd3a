import { SignedIn, UserSignedUp } from '#identity';
import { OrderConfirmed, OrderDisputed, OrderExpired, OrderPaymentFailed, OrderPlaced, OrderRefunded } from '#orders';
import { ActRecorded, type AnyMessageType, type Message, type MessageType } from '#platform';
import type { Deed } from './chain.js';

type Told = Omit<Deed, 'id' | 'occurredAt'>;

interface Audited {
  type: AnyMessageType;
  tell: (message: Message) => Told | null;
}

function audited<Payload>(type: MessageType<Payload>, tell: (payload: Payload) => Told): Audited {
  return { type, tell: (message) => (type.is(message) ? tell(message.payload) : null) };
}

const onOrder = (orderId: string, actor: string, action: string) => ({ actor, action: `orders.${action}`, target: `order:${orderId}`, personal: {} });

/** Which messages the audit log hears, and what each says in its words: who, did what, to what, from where. */
const table: Audited[] = [
  audited(ActRecorded, ({ actId, data, ...act }) => ({ ...act, data: { ...data, actId } })),
  audited(UserSignedUp, ({ userId, by }) => ({ actor: userId, action: 'identity.sign_up', target: `user:${userId}`, data: { by }, personal: {} })),
  audited(SignedIn, ({ userId, deviceId, sessionId, address }) => ({
    actor: userId, action: 'identity.sign_in', target: `user:${userId}`, data: { sessionId }, personal: { deviceId, ...(address !== null && { address }) },
  })),
  // A device outlasts the account that used it, and would lead from it to the next one.
  audited(OrderPlaced, ({ orderId, userId, address, deviceId, ...data }) => ({ ...onOrder(orderId, userId, 'place'), data, personal: { address, ...(deviceId !== null && { deviceId }) } })),
  audited(OrderConfirmed, ({ orderId, userId, eventId, totalCents, currency, tickets, late }) => ({
    ...onOrder(orderId, 'system', 'confirm'), data: { userId, eventId, totalCents, currency, tickets: tickets.map(({ ticketId }) => ticketId), late },
  })),
  audited(OrderPaymentFailed, ({ orderId, ...data }) => ({ ...onOrder(orderId, 'system', 'fail_payment'), data })),
  audited(OrderExpired, ({ orderId, userId, eventId }) => ({ ...onOrder(orderId, 'system', 'expire'), data: { userId, eventId } })),
  audited(OrderDisputed, ({ orderId, ...data }) => ({ ...onOrder(orderId, 'system', 'dispute'), data })),
  audited(OrderRefunded, ({ orderId, userId, eventId, refundedCents, currency, reason }) => ({
    ...onOrder(orderId, 'system', 'refund'), data: { userId, eventId, refundedCents, currency, reason },
  })),
];

export const auditedTypes = table.map(({ type }) => type);

/** What a message tells; every audited type tells something. */
export function deedOf(message: Message): Deed {
  for (const { tell } of table) {
    const told = tell(message);
    if (told) return { ...told, id: message.id, occurredAt: message.occurredAt };
  }
  throw new Error(`${message.type} is not audited`);
}
