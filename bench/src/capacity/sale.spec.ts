import { expect, test } from 'vitest';
import { saleFrom } from './sale.ts';

const said = (given: Record<string, string>): string[] => Object.entries({ fans: '2000000', tickets: '150000', minutes: '30', ...given }).map(([name, value]) => `--${name}=${value}`);

test('a sale is read with what is usual for the rest', () => {
  expect(saleFrom(said({}))).toEqual({ fans: 2_000_000, tickets: 150_000, minutes: 30, joinMinutes: 10, ticketsPerPurchase: 2, seats: false, edgeNodes: 100 });
  expect(saleFrom([...said({ minutes: '0.5', 'tickets-per-purchase': '2.4', 'edge-nodes': '0' }), '--seats'])).toMatchObject({ minutes: 0.5, ticketsPerPurchase: 2.4, edgeNodes: 0, seats: true });
});

test.each([
  ['fans', '0'], ['fans', '1e308'], ['fans', 'NaN'], ['fans', '2.5'], ['fans', '-3'], ['fans', '0x10'], ['fans', ''], ['fans', 'Infinity'], ['fans', '99999999999'],
  ['tickets', '0.0001'], ['tickets', '0'], ['minutes', '0'], ['minutes', '0.0001'], ['minutes', '1e308'], ['join-minutes', '0'],
  ['tickets-per-purchase', '0.5'], ['tickets-per-purchase', '1000'], ['edge-nodes', '0.5'], ['edge-nodes', '-1'],
])('--%s "%s" is refused with what it takes', (name, value) => {
  expect(() => saleFrom(said({ [name]: value }))).toThrow(`--${name} is "${value}"; it takes a`);
});

test('what is missing is named', () => {
  expect(() => saleFrom(['--fans', '1000', '--minutes', '3'])).toThrow('--tickets is missing');
});
