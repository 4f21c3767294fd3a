import { expect, test } from 'vitest';
import { withoutPerson } from './without-person.js';

test('a payload loses who it names and keeps what happened', () => {
  const { payload, taken } = withoutPerson({
    orderId: 'an order', userId: 'somebody', email: 'ana@exemplo.com', name: 'Ana Souza', address: '203.0.113.7', deviceId: 'a device', totalCents: 100, payerEmail: 'ana@exemplo.com', payerName: 'Ana Souza',
    tickets: [{ ticketId: 'a ticket', label: 'A 1', holder: 'Beto Lima' }, { ticketId: 'another', label: 'A 2', holder: null }], products: [{ name: 'Camiseta', quantity: 1 }], buyer: { name: 'Ana Souza', email: 'ana@exemplo.com' },
    personal: { address: '203.0.113.8' }, link: 'https://catraca.example/v#1',
  });
  expect(payload).toEqual({
    orderId: 'an order', userId: 'somebody', email: 'nobody@forgotten.invalid', name: '', address: '::', deviceId: '00000000-0000-0000-0000-000000000000', totalCents: 100, payerEmail: 'nobody@forgotten.invalid', payerName: '',
    tickets: [{ ticketId: 'a ticket', label: 'A 1', holder: null }, { ticketId: 'another', label: 'A 2', holder: null }], products: [{ name: 'Camiseta', quantity: 1 }], buyer: { name: '', email: 'nobody@forgotten.invalid' },
    personal: {}, link: '',
  });
  expect(new Set(taken)).toEqual(new Set(['ana@exemplo.com', 'Ana Souza', '203.0.113.7', 'a device', 'Beto Lima', '203.0.113.8', 'https://catraca.example/v#1']));
});

test('done again it takes nothing more', () => {
  const { payload } = withoutPerson({ email: 'ana@exemplo.com', name: 'Ana', personal: { address: '203.0.113.7' }, tickets: [{ holder: 'Ana' }] });
  expect(withoutPerson(payload)).toEqual({ payload, taken: [] });
});
