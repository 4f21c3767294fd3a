import { expect, test } from 'vitest';
import type { HostedField } from '../box-office/card-fields.ts';
import { CardOffer } from './card-offer.ts';
import { noCards } from './card-sources.ts';

const stripe: HostedField = { gateway: 'stripe', kind: 'stripe', publishableKey: 'pk_live_0', scriptUrl: 'https://js.stripe.com/endive/stripe.js' };

test('who comes at the same time asks once, and again when the answer has grown old', async () => {
  let [asked, now] = [0, 0];
  const offer = new CardOffer(() => Promise.resolve((asked += 1) > 1 ? [] : [stripe]), () => now);
  const [first, second] = await Promise.all([offer.sources(), offer.sources()]);
  expect([asked, first]).toEqual([1, second]);
  expect(first.connections).toEqual(['https://api.stripe.com']);
  now = 9_999;
  expect(await offer.sources()).toEqual(first);
  now = 10_000;
  expect([await offer.sources(), asked]).toEqual([noCards, 2]);
});

test('a box office that is away leaves what it said last, and nothing before it has said something', async () => {
  let [away, now] = [true, 0];
  const offer = new CardOffer(() => (away ? Promise.reject(new Error('away')) : Promise.resolve([stripe])), () => now);
  expect(await offer.sources()).toEqual(noCards);
  away = false;
  const known = await offer.sources();
  expect(known.frames).toContain('https://js.stripe.com');
  away = true;
  now = 60_000;
  expect(await offer.sources()).toEqual(known);
});
