import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type GatewayConfig, newId } from '#platform';
import { eventually } from '../../test/support/eventually.js';
import { PixContract } from '../../test/support/pix-contract.js';
import { type BookedCharge, TestSimulator } from '../../test/support/simulators.js';
import { adapterFor } from './adapters.js';
import type { ChargeRequest, ListedCharge, ListedDispute, ListedRefund, PaymentGateway } from './payment-gateway.js';

// Far more than an answer takes on a busy machine; the tests of lost answers wait for all of it.
const ANSWER_MS_MAX = 3_000;
const publicUrl = 'https://tickets.example';

/** The same gateway to somebody whose key it does not know. */
const withStrangeKey = (config: GatewayConfig): GatewayConfig => {
  switch (config.kind) {
    case 'stripe':
      return { ...config, secretKey: 'sk_of_somebody_else' };
    case 'mercado_pago':
      return { ...config, accessToken: 'token-of-somebody-else' };
    case 'pix':
      return { ...config, clientSecret: 'of somebody else' };
    case 'simulator':
      return { ...config, apiKey: 'another-key' };
  }
};

// Another gateway's adapter joins this list with its own simulator or sandbox.
const adapters = [
  // `unavailable`: what a 503 says depends on whether its documentation says that nothing was executed then.
  { name: 'aurora', unavailable: 'throttled', refundList: true, authorises: false, card: (token: string) => token },
  { name: 'bonanza', unavailable: 'throttled', refundList: true, authorises: false, card: (token: string) => token },
  { name: 'stripe', unavailable: 'unknown', refundList: true, authorises: true, card: (token: string) => token },
  { name: 'mercado-pago', unavailable: 'unknown', refundList: false, authorises: false, card: (token: string) => `visa:${token}` },
  { name: 'pix', unavailable: 'throttled', refundList: false, authorises: false, card: null },
] as const;

// Side by side, each with its own simulator, for they mostly wait for answers that never come; the tests of one adapter one by one.
describe.each(adapters)('the adapter of $name', { concurrent: true }, (adapter) => {
  describe('keeps the contract', { concurrent: false }, () => {
    contractOf(adapter);
  });
});

/** The one contract of all adapters. */
function contractOf({ name, unavailable, refundList, authorises, card }: (typeof adapters)[number]): void {
  const cards = card !== null;
  /** What a good card comes to at first. */
  const good = authorises ? 'authorized' : 'captured';
  let simulator: TestSimulator;
  let config: GatewayConfig;
  let gateway: PaymentGateway;
  /** Whoever has a document of the other's API is held to it in all of these tests. */
  let contract: PixContract | undefined;
  beforeAll(async () => {
    simulator = await TestSimulator.start(name);
    if (name === 'pix') contract = await PixContract.start(simulator.url);
    config = { ...simulator.config, ...(contract && { baseUrl: contract.url }) };
    gateway = adapterFor(config, { publicUrl, answerMsMax: ANSWER_MS_MAX });
  });
  beforeEach(() => simulator.behave());
  afterAll(async () => {
    await gateway.close();
    expect(contract?.breaches ?? []).toEqual([]);
  });

  const request = ({ token = 'tok_ok', ...parts }: Partial<ChargeRequest> = {}): ChargeRequest => ({
    reference: newId().replaceAll('-', ''), paymentId: newId(), method: cards ? 'card' : 'pix', amountCents: 12_345, currency: 'BRL', token: token === null || !cards ? null : card(token), description: 'x', payerEmail: 'ana@example.com', pixSeconds: 300, ...parts,
  });
  const capturing = (wanted: ChargeRequest, chargeId: string) => ({ reference: wanted.reference, chargeId, amountCents: wanted.amountCents, key: `${wanted.reference}-capture-0` });
  const nameOf = async (wanted: ChargeRequest): Promise<string> => ((await gateway.charge(wanted)) as { chargeId: string }).chargeId;
  /** Money at the gateway, by card or by Pix. */
  const captured = async (wanted: ChargeRequest) => {
    const charged = await gateway.charge(wanted);
    if (authorises) return gateway.capture(capturing(wanted, (charged as { chargeId: string }).chargeId));
    if (cards) return charged;
    expect(charged).toMatchObject({ kind: 'pending' });
    expect(await simulator.pay(wanted.paymentId)).toBe(true);
    return gateway.find({ reference: wanted.reference, chargeId: null });
  };
  const booked = (wanted: ChargeRequest): Promise<BookedCharge[]> => simulator.charges(wanted.paymentId);

  test('captures in cents and in our currency, and finds it by its id and by our reference', async () => {
    const wanted = request();
    const charged = await captured(wanted);
    expect(charged).toMatchObject({ kind: 'captured', amountCents: 12_345, currency: 'BRL' });
    const { chargeId } = charged as { chargeId: string };
    expect(await gateway.find({ reference: wanted.reference, chargeId: null })).toEqual(charged);
    expect(await gateway.find({ reference: wanted.reference, chargeId })).toEqual(charged);
  });

  test('charges once under one reference, however often it is asked', async () => {
    const wanted = request();
    expect(await gateway.charge(wanted)).toEqual(await gateway.charge(wanted));
    expect(await booked(wanted)).toHaveLength(1);
  });

  test.runIf(cards).each([['tok_declined', true], ['tok_insufficient', true], ['tok_soft_declined', false]])('tells a decline of %s as hard: %s', async (token, hard) => {
    expect(await gateway.charge(request({ token }))).toMatchObject({ kind: 'declined', hard });
  });

  // The simulated ones that exist nowhere else have a word of their own for it.
  test.runIf(name === 'stripe' || name === 'mercado-pago')('a card whose bank wants a confirmation is declined as such, in one word for all', async () => {
    expect(await gateway.charge(request({ token: 'tok_unconfirmed' }))).toMatchObject({ kind: 'declined', hard: true, code: 'authentication_required' });
  });

  test.runIf(cards)('a slow card is good at last, or pending until it is', async () => {
    const wanted = request({ token: 'tok_slow' });
    expect([good, 'pending']).toContain((await gateway.charge(wanted)).kind);
    await eventually(async () => expect(await gateway.find({ reference: wanted.reference, chargeId: null })).toMatchObject({ kind: good }));
  });

  test.runIf(cards).each(['tok_timeout', 'tok_error'])('%s is unknown, though it was executed', async (token) => {
    const wanted = request({ token });
    expect(await gateway.charge(wanted)).toMatchObject({ kind: 'unknown' });
    expect(await booked(wanted)).toMatchObject([{ state: good }]);
    expect(await gateway.find({ reference: wanted.reference, chargeId: null })).toMatchObject({ kind: good });
  });

  describe.runIf(authorises)('of a card that it authorises', () => {
    test('takes no money until it is captured, which it is once under its key', async () => {
      const wanted = request();
      const before = (await simulator.summary()).captured;
      const authorized = await gateway.charge(wanted);
      expect(authorized).toMatchObject({ kind: 'authorized', amountCents: 12_345, currency: 'BRL' });
      expect(await gateway.find({ reference: wanted.reference, chargeId: null })).toEqual(authorized);
      expect((await simulator.summary()).captured).toBe(before);
      const { chargeId } = authorized as { chargeId: string };
      for (let time = 0; time < 2; time++) expect(await gateway.capture(capturing(wanted, chargeId))).toEqual({ kind: 'captured', chargeId, amountCents: 12_345, currency: 'BRL' });
      expect(await booked(wanted)).toMatchObject([{ state: 'captured', amountCents: 12_345 }]);
    });

    test('lets the money go without a refund when it is voided, twice if asked, and captures none of it after that', async () => {
      const wanted = request();
      const chargeId = await nameOf(wanted);
      for (let time = 0; time < 2; time++) expect(await gateway.void({ reference: wanted.reference, chargeId })).toMatchObject({ kind: 'voided' });
      expect(await gateway.capture(capturing(wanted, chargeId))).toMatchObject({ kind: 'voided' });
      expect(await booked(wanted)).toMatchObject([{ state: 'voided', refunds: [] }]);
    });

    test('says captured when the capture was there before the void, or before another capture', async () => {
      const wanted = request();
      const { chargeId } = (await captured(wanted)) as { chargeId: string };
      expect(await gateway.void({ reference: wanted.reference, chargeId })).toMatchObject({ kind: 'captured' });
      expect(await gateway.capture({ ...capturing(wanted, chargeId), key: `${wanted.reference}-capture-1` })).toMatchObject({ kind: 'captured' });
    });

    test.each([
      ['throttled', 'throttled', 'authorized'],
      ['unavailable', unavailable, 'authorized'],
      ['in_flight', 'in_flight', 'authorized'],
      ['rejected', 'rejected', 'authorized'],
      ['error_before_commit', 'unknown', 'authorized'],
      ['reset_before_commit', 'unknown', 'authorized'],
      ['hang_before_commit', 'unknown', 'authorized'],
      ['error_after_commit', 'unknown', 'captured'],
      ['commit_then_reset', 'unknown', 'captured'],
      ['commit_then_hang', 'unknown', 'captured'],
    ])('a capture that meets %s is %s, and found to be %s', async (kind, seen, found) => {
      const wanted = request();
      const chargeId = await nameOf(wanted);
      await simulator.fault({ kind, operation: 'capture', count: 1 });
      expect(await gateway.capture(capturing(wanted, chargeId))).toMatchObject({ kind: seen });
      expect(await gateway.find({ reference: wanted.reference, chargeId })).toMatchObject({ kind: found });
      expect(await gateway.capture({ ...capturing(wanted, chargeId), key: `${wanted.reference}-capture-1` })).toMatchObject({ kind: 'captured' });
      expect(await booked(wanted)).toHaveLength(1);
    });

    test('a capture that the issuer refuses is declined, and the authorisation can still be voided', async () => {
      const wanted = request();
      const chargeId = await nameOf(wanted);
      await simulator.fault({ kind: 'hard_decline', operation: 'capture', count: 1 });
      expect(await gateway.capture(capturing(wanted, chargeId))).toMatchObject({ kind: 'declined' });
      expect(await gateway.void({ reference: wanted.reference, chargeId })).toMatchObject({ kind: 'voided' });
    });
  });

  test.runIf(!authorises)('refuses to capture, for it takes the money at once', async () => {
    await expect((async () => gateway.capture(capturing(request(), 'x')))()).rejects.toThrow('nothing to capture');
  });

  test.each([
    ['throttled', 'throttled'],
    ['unavailable', unavailable],
    ['in_flight', 'in_flight'],
    ['error_before_commit', 'unknown'],
    ['reset_before_commit', 'unknown'],
    ['hang_before_commit', 'unknown'],
    ['commit_then_reset', 'unknown'],
    ['commit_then_hang', 'unknown'],
  ])('%s is %s', async (kind, seen) => {
    await simulator.fault({ kind });
    expect(await gateway.charge(request())).toMatchObject({ kind: seen });
  });

  test.runIf(cards)('what is no token of a card is told apart from our mistakes', async () => {
    expect(await gateway.charge(request({ token: 'tok_unheard_of' }))).toMatchObject({ kind: 'rejected', configuration: false, token: true });
  });

  test('our mistakes are rejected, and told apart from our configuration', async () => {
    const mistaken = await gateway.charge(request({ amountCents: 0 }));
    expect(mistaken).toMatchObject({ kind: 'rejected', configuration: false });
    expect(mistaken).not.toMatchObject({ token: true });
    const stranger = adapterFor(withStrangeKey(config), { publicUrl });
    expect(await stranger.charge(request())).toMatchObject({ kind: 'rejected', configuration: true });
    await stranger.close();
  });

  test('a refused connection was surely not sent', async () => {
    const nowhere = adapterFor({ ...config, baseUrl: 'http://127.0.0.1:9' }, { publicUrl });
    expect(await nowhere.charge(request())).toEqual({ kind: 'not_sent', reason: 'ECONNREFUSED' });
    expect(await nowhere.find({ reference: 'x', chargeId: null })).toMatchObject({ kind: 'unreachable' });
    await nowhere.close();
  });

  test('what was never charged is absent', async () => {
    const { reference } = request();
    expect(await gateway.find({ reference, chargeId: null })).toEqual({ kind: 'absent' });
    expect(await gateway.find({ reference, chargeId: 'never' })).toEqual({ kind: 'absent' });
  });

  test('a Pix is pending with its code, captured once paid, and never shorter than the gateway allows', async () => {
    const wanted = request({ method: 'pix', token: null, pixSeconds: 1 });
    const opened = await gateway.charge(wanted);
    expect(opened).toMatchObject({ kind: 'pending', amountCents: 12_345, pix: { brCode: expect.stringMatching(/^0002.*6304[0-9A-F]{4}$/) as string } });
    await simulator.pay(wanted.paymentId);
    expect(await gateway.find({ reference: wanted.reference, chargeId: null })).toMatchObject({ kind: 'captured' });
  });

  test('opens one Pix under one reference, and says the same a second later', async () => {
    const wanted = request({ method: 'pix', token: null });
    const opened = await gateway.charge(wanted);
    // An expiry that is told as an instant must not move with the clock.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(await gateway.charge(wanted)).toEqual(opened);
    expect(await booked(wanted)).toHaveLength(1);
  });

  test('voids a Pix, twice if asked, and says captured when the money was there first', async () => {
    const [first, second] = [request({ method: 'pix', token: null }), request({ method: 'pix', token: null })];
    for (const wanted of [first, second]) await gateway.charge(wanted);
    const idOf = async (wanted: ChargeRequest) => (await booked(wanted))[0]?.id as string;
    const voiding = { reference: first.reference, chargeId: await idOf(first) };
    expect(await gateway.void(voiding)).toMatchObject({ kind: 'voided' });
    expect(await gateway.void(voiding)).toMatchObject({ kind: 'voided' });
    await simulator.pay(second.paymentId);
    expect(await gateway.void({ reference: second.reference, chargeId: await idOf(second) })).toMatchObject({ kind: 'captured' });
  });

  test('refunds once per reference, refuses more than was captured, and finds them again', async () => {
    const wanted = request();
    const { chargeId } = (await captured(wanted)) as { chargeId: string };
    const refund = { chargeId, reference: newId().replaceAll('-', ''), amountCents: 12_000 };
    expect(await gateway.findRefund(refund)).toEqual({ kind: 'absent' });
    for (let time = 0; time < 2; time++) expect(['refunded', 'pending']).toContain((await gateway.refund(refund)).kind);
    await eventually(async () => expect(await gateway.findRefund(refund)).toMatchObject({ kind: 'refunded' }));
    expect(await gateway.refund({ ...refund, reference: 'another', amountCents: 346 })).toMatchObject({ kind: 'refused' });
    expect((await booked(wanted))[0]?.refunds).toHaveLength(1);
  });

  test.runIf(refundList)('lists the refunds made since, oldest first, with our names for them and for their charges', async () => {
    const since = new Date(Date.now() - 1_000);
    const made: object[] = [];
    for (let each = 0; each < 3; each++) {
      const wanted = request();
      const { chargeId } = (await captured(wanted)) as { chargeId: string };
      const reference = newId().replaceAll('-', '');
      await gateway.refund({ chargeId, reference, amountCents: 1_000 + each });
      made.push({ reference, chargeReference: wanted.reference, amountCents: 1_000 + each });
    }
    const listed: ListedRefund[] = [];
    for await (const page of gateway.listRefunds(since)) listed.push(...page);
    const names = new Set(made.map((refund) => (refund as { reference: string }).reference));
    expect(listed.filter(({ reference }) => names.has(reference))).toMatchObject(made);
  });

  test('lists how disputes stand, by our names for their charges', async () => {
    const since = new Date(Date.now() - 1_000);
    const names: string[] = [];
    for (const states of [['opened'], ['opened', 'won'], ['lost']] as const) {
      const wanted = request();
      expect(await captured(wanted)).toMatchObject({ kind: 'captured' });
      for (const state of states) await simulator.dispute(wanted.paymentId, state);
      names.push(wanted.reference);
    }
    const listed: ListedDispute[] = [];
    for await (const page of gateway.listDisputes(since)) listed.push(...page);
    const ours = names.map((name) => listed.filter(({ reference }) => reference === name));
    expect(ours).toMatchObject([[{ state: 'opened', amountCents: 12_345 }], [{ state: 'won', amountCents: 12_345 }], [{ state: 'lost', amountCents: 12_345 }]]);
    expect(new Set(listed.map(({ disputeId }) => disputeId)).size).toBe(listed.length);
  });

  test('lists what was created since, oldest first, over several pages', async () => {
    const since = new Date(Date.now() - 1_000);
    const wanted = Array.from({ length: 230 }, () => request());
    for (let from = 0; from < wanted.length; from += 46) await Promise.all(wanted.slice(from, from + 46).map((each) => captured(each)));
    const pages: ListedCharge[][] = [];
    for await (const page of gateway.list(since)) pages.push(page);
    expect(pages.length).toBeGreaterThan(2);
    const times = pages.flat().map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    const listed = new Set(pages.flat().map(({ reference }) => reference));
    expect(wanted.filter(({ reference }) => !listed.has(reference))).toEqual([]);
  });
}
