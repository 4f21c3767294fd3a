import { beforeAll, beforeEach, expect, test } from 'vitest';
import { PaymentsModule } from '#payments';
import { until } from '../../test/support/eventually.js';
import { PaymentsHouse } from '../../test/support/payments-house.js';
import { membershipsByDecree, sessionsByDecree, startHouse } from '../../test/support/test-house.js';

interface Offer {
  method: string;
  available: boolean;
  fields?: { gateway: string; kind: string; publishableKey?: string; cards?: { token: string; outcome: string }[] }[];
}

let office: PaymentsHouse;
beforeAll(async () => {
  office = await PaymentsHouse.open({ bonanza: { preference: 1 } });
});
beforeEach(() => office.calm());

async function offered(url = office.house.url, query = ''): Promise<Offer[]> {
  const answer = await fetch(`${url}/api/v1/payment-methods${query}`);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=10');
  return ((await answer.json()) as { items: Offer[] }).items;
}

test('a demo offers made-up cards, Pix and the balance, and each made-up card does what it says', async () => {
  const items = await offered();
  expect(items.map(({ method, available }) => [method, available])).toEqual([['card', true], ['pix', true], ['wallet', true]]);
  const [first, second] = items[0]!.fields!;
  expect([first, second]).toMatchObject([{ gateway: 'aurora', kind: 'sandbox' }, { gateway: 'bonanza', kind: 'sandbox' }]);
  const tokenOf = (outcome: string) => first!.cards!.find((card) => card.outcome === outcome)!.token;
  const said = async (outcome: string) => office.ending(await office.pay('aurora', { token: tokenOf(outcome) }));
  expect(await said('approved')).toMatchObject({ outcome: 'captured' });
  expect(await said('declined')).toMatchObject({ outcome: 'declined' });
  expect(await said('insufficient_funds')).toMatchObject({ outcome: 'declined', declineCode: 'insufficient_funds' });
});

test('a rehearsal is not paid from a balance', async () => {
  expect((await offered(undefined, '?rehearsal=true')).map(({ method }) => method)).toEqual(['card', 'pix']);
});

test('while nobody takes cards that is said, and looking does not use up the trial of a gateway that comes back', async () => {
  await Promise.all([office.aurora, office.bonanza].map((simulator) => simulator.fault({ kind: 'unavailable' })));
  await until(async () => {
    await Promise.all([office.pay('aurora'), office.pay('bonanza')]);
    return (await offered()).every(({ method, available }) => method === 'wallet' || !available);
  });
  await Promise.all([office.aurora.behave(), office.bonanza.behave()]);
  await until(async () => (await offered()).every(({ available }) => available));
});

const live = (gateways: object[]) => startHouse(office.database, [PaymentsModule, sessionsByDecree({}), membershipsByDecree({})], {
  CATRACA_MODE: 'live', SMTP_URL: 'smtp://localhost:1', PUBLIC_URL: 'https://tickets.example', GATEWAYS: JSON.stringify(gateways),
});

test('a live sale tells publishable keys, offers no card where a page cannot enter one, and tells no secret', async () => {
  const secret = 'of_a_live_sale_0123';
  const gateways = [
    { name: 'stripe', kind: 'stripe', secretKey: `sk_live_${secret}`, webhookSecret: secret, publishableKey: 'pk_live_for_pages_01', baseUrl: 'http://127.0.0.1:1', preference: 1 },
    { name: 'mercado', kind: 'mercado_pago', accessToken: `APP_USR-${secret}`, webhookSecret: secret, publishableKey: 'APP_USR-7d9f0335-8dcc-4054-9bf9-0dbd61d36906', baseUrl: 'http://127.0.0.1:1' },
    { name: 'keyless', kind: 'stripe', secretKey: `sk_live_${secret}`, webhookSecret: secret, baseUrl: 'http://127.0.0.1:1' },
    { name: 'practice', kind: 'stripe', sandbox: true, secretKey: `sk_test_${secret}`, webhookSecret: secret, publishableKey: 'pk_test_for_pages_01', scriptUrl: 'http://127.0.0.1:1/endive/stripe.js', baseUrl: 'http://127.0.0.1:1' },
  ];
  const { url } = await live(gateways);
  const items = await offered(url);
  expect(items[0]).toEqual({
    method: 'card', available: true,
    fields: [
      { gateway: 'mercado', kind: 'mercado_pago', publishableKey: 'APP_USR-7d9f0335-8dcc-4054-9bf9-0dbd61d36906', scriptUrl: 'https://sdk.mercadopago.com/js/v2' },
      { gateway: 'stripe', kind: 'stripe', publishableKey: 'pk_live_for_pages_01', scriptUrl: 'https://js.stripe.com/endive/stripe.js' },
    ],
  });
  const practised = await offered(url, '?rehearsal=true');
  expect(practised[0]?.fields).toEqual([{ gateway: 'practice', kind: 'stripe', publishableKey: 'pk_test_for_pages_01', scriptUrl: 'http://127.0.0.1:1/endive/stripe.js' }]);
  expect(JSON.stringify([items, practised])).not.toContain(secret);
});

test('a live sale whose gateways have no publishable key offers no card', async () => {
  const keyless = { name: 'keyless', kind: 'stripe', secretKey: 'sk_live_of_no_page_0123', webhookSecret: 'of_no_page_at_all_0123', baseUrl: 'http://127.0.0.1:1' };
  const { url } = await live([keyless]);
  expect((await offered(url)).map(({ method }) => method)).not.toContain('card');
});
