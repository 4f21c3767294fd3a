import { expect, test } from 'vitest';
import { noCards, sourcesOf, takesCards } from './card-sources.ts';

const stripe = { kind: 'stripe', scriptUrl: 'https://js.stripe.com/endive/stripe.js' } as const;
const mercadoPago = { kind: 'mercado_pago', scriptUrl: 'https://sdk.mercadopago.com/js/v2' } as const;

test('cards are taken at the till and where a balance is filled, and nowhere else', () => {
  for (const path of ['/pt/checkout/019aa000-0000-7000-8000-0000000000bb', '/es/wallet', '/en/wallet']) expect(takesCards(path), path).toBe(true);
  for (const path of ['/', '/pt', '/pt/events/1', '/pt/events/1/line', '/pt/orders/1', '/pt/tickets', '/pt/account', '/pt/sign-in', '/pt/wallet/more', '/fr/wallet', '/checkout/1', '/pt/checkout', '/pt/checkout/1/2']) {
    expect(takesCards(path), path).toBe(false);
  }
});

test('where no provider takes cards no other site is named', () => {
  expect(sourcesOf([])).toEqual(noCards);
});

test('each provider brings what its own script needs, once', () => {
  const { scripts, frames, connections } = sourcesOf([stripe, mercadoPago, stripe]);
  expect(scripts).toEqual(['https://js.stripe.com', 'https://*.js.stripe.com', 'https://sdk.mercadopago.com', 'https://http2.mlstatic.com']);
  expect(frames).toContain('https://hooks.stripe.com');
  expect(frames).toContain('https://secure-fields.mercadopago.com');
  expect(connections.filter((source) => source === 'https://api.stripe.com')).toHaveLength(1);
  expect(sourcesOf([stripe]).connections.join()).not.toContain('mercadopago');
});

test("a simulator's script is the only thing that it adds", () => {
  expect(sourcesOf([{ kind: 'stripe', scriptUrl: 'http://127.0.0.1:4003/endive/stripe.js' }])).toEqual({ scripts: ['http://127.0.0.1:4003'], frames: ['http://127.0.0.1:4003'], connections: ['http://127.0.0.1:4003'] });
});

test('what is no address of the web does not end up in a policy', () => {
  for (const scriptUrl of ["data:text/javascript,1; script-src *", 'nonsense', '']) expect(sourcesOf([{ kind: 'stripe', scriptUrl }])).toEqual(noCards);
});
