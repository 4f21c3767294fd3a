import { expect, test } from 'vitest';
import { SignedIn } from '#identity';
import { OrderConfirmed, OrderPlaced } from '#orders';
import { newId, type OutgoingMessage } from '#platform';
import { deedOf } from './audited.js';
import { canonical } from './chain.js';

const at = (message: OutgoingMessage) => deedOf({ ...message, occurredAt: new Date() });

test('a purchase is told by ids and sums, not by who bought it', () => {
  const message = OrderConfirmed.message({
    orderId: newId(), eventId: newId(), userId: newId(), email: 'ana@exemplo.com', name: 'Ana Souza', language: 'pt-BR', totalCents: 12_500, currency: 'BRL',
    tickets: [{ ticketId: newId(), label: 'A 1', ticketTypeId: newId(), ticketTypeName: 'Inteira', priceCents: 12_500, holder: 'Beto Lima' }],
    products: [], eventTitle: 'Show', venueName: 'Casa', startsAt: '2027-01-01T00:00:00Z', timezone: 'America/Sao_Paulo', address: '203.0.113.7', deviceId: null, late: false,
  });
  const { personal, ...chained } = at(message);
  expect(chained).toMatchObject({ actor: 'system', action: 'orders.confirm', target: `order:${message.payload.orderId}`, data: { totalCents: 12_500 } });
  expect(canonical(chained)).not.toMatch(/Ana|Beto|exemplo|203\.0/);
  expect(personal).toEqual({});
});

test('a device, which the next account on it has as well, is told outside the chain only', () => {
  const [deviceId, userId] = [newId(), newId()];
  const deeds = [
    at(SignedIn.message({ userId, deviceId, sessionId: newId(), address: '203.0.113.7' })),
    at(OrderPlaced.message({ orderId: newId(), eventId: newId(), userId, totalCents: 1, currency: 'BRL', method: 'pix', address: '203.0.113.7', deviceId })),
  ];
  for (const { personal, ...chained } of deeds) {
    expect(personal).toEqual({ deviceId, address: '203.0.113.7' });
    expect(canonical(chained)).not.toContain(deviceId);
  }
});

test('a message that nobody said how to tell is refused, not chained as nothing', () => {
  expect(() => deedOf({ id: newId(), type: 'nobody.knows', version: 1, key: '', payload: {}, requestId: null, occurredAt: new Date() })).toThrow('is not audited');
});
