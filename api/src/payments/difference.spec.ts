import { describe, expect, test } from 'vitest';
import type { AttemptState, Observation } from './attempt.js';
import { judgeCharge, judgeRefund } from './difference.js';

const charged = { chargeId: 'ch', amountCents: 500, currency: 'BRL' };
const ours = (state: AttemptState) => ({ state, amountCents: 500, chargeId: 'ch' });

describe('a charge', () => {
  test.each<[string, AttemptState | null, Observation, string]>([
    ['both have the money', 'captured', { kind: 'captured', ...charged }, 'agrees'],
    ['it went back by itself', 'surplus', { kind: 'captured', ...charged }, 'agrees'],
    ['nobody told us of the money', 'unknown', { kind: 'captured', ...charged }, 'hear'],
    ['the money came after the end', 'failed', { kind: 'captured', ...charged }, 'hear'],
    ['it was declined and we do not know', 'in_flight', { kind: 'declined', chargeId: 'ch', code: 'x', hard: true }, 'hear'],
    ['it is not decided', 'in_flight', { kind: 'pending', ...charged }, 'agrees'],
    ['it is only kept aside on the card', 'authorized', { kind: 'authorized', ...charged }, 'agrees'],
    ['nobody told us that it was let go', 'authorized', { kind: 'voided', chargeId: 'ch' }, 'hear'],
    ['it is kept aside for a payment that was declined', 'declined', { kind: 'authorized', ...charged }, 'hear'],
    ['it is kept aside for a payment that went to another gateway', 'not_sent', { kind: 'authorized', ...charged }, 'hear'],
    ['it is kept aside for a payment that was voided', 'voided', { kind: 'authorized', ...charged }, 'hear'],
    ['it is kept aside, of which a person decides already', 'conflicted', { kind: 'authorized', ...charged }, 'agrees'],
    ['it is kept aside for nobody of ours', null, { kind: 'authorized', ...charged }, 'agrees'],
    ['we count on money that they only keep aside', 'captured', { kind: 'authorized', ...charged }, 'charge_state'],
    ['both say no', 'declined', { kind: 'declined', chargeId: 'ch', code: 'x', hard: true }, 'agrees'],
    ['they have another amount', 'captured', { kind: 'captured', ...charged, amountCents: 501 }, 'charge_amount'],
    ['a person has to decide already', 'conflicted', { kind: 'captured', ...charged, amountCents: 501 }, 'charge_amount'],
    ['we count on money that they say was voided', 'captured', { kind: 'voided', chargeId: 'ch' }, 'charge_state'],
    ['we count on money that they do not know of', 'captured', { kind: 'absent' }, 'charge_missing'],
    ['they have money under a name of ours that we do not know', null, { kind: 'captured', ...charged }, 'charge_unknown'],
    ['they have a declined charge that we do not know', null, { kind: 'declined', chargeId: 'ch', code: 'x', hard: true }, 'agrees'],
    ['they say nothing', 'captured', { kind: 'unreachable', reason: 'x' }, 'unheard'],
  ])('%s', (_, state, seen, verdict) => {
    expect(judgeCharge(state === null ? undefined : ours(state), seen)).toBe(verdict);
  });

  test.each<[string, AttemptState, Observation, string]>([
    ['the receipt that paid us', 'captured', { kind: 'captured', ...charged }, 'agrees'],
    ['a second one, of the same amount', 'captured', { kind: 'captured', ...charged, chargeId: 'once more' }, 'charge_unknown'],
    ['a second one, of another amount', 'captured', { kind: 'captured', ...charged, chargeId: 'once more', amountCents: 501 }, 'charge_unknown'],
    ['one that nobody told us of', 'failed', { kind: 'captured', ...charged, chargeId: 'once more' }, 'hear'],
    ['one of several that a person has to decide about already', 'conflicted', { kind: 'captured', ...charged, chargeId: 'once more' }, 'charge_amount'],
  ])('in a list of receipts has %s', (_, state, seen, verdict) => {
    expect(judgeCharge(ours(state), seen, true)).toBe(verdict);
  });

  test('that is no receipt goes by our name for it, whatever the gateway calls it', () => {
    expect(judgeCharge(ours('captured'), { kind: 'captured', ...charged, chargeId: 'renamed' })).toBe('agrees');
  });
});

describe('a refund', () => {
  test.each([
    ['both have it', 'refunded', { kind: 'refunded' }, 500, 'agrees'],
    ['nobody told us that it is through', 'pending', { kind: 'refunded' }, 500, 'hear'],
    ['nobody told us that it was not done', 'pending', { kind: 'refused', reason: 'x' }, 500, 'hear'],
    ['it is on its way', 'pending', { kind: 'pending' }, 500, 'agrees'],
    ['we say refused, they gave it back', 'refused', { kind: 'refunded' }, 500, 'refund_state'],
    ['we say it is through, they did not do it', 'refunded', { kind: 'refused', reason: 'x' }, 500, 'refund_state'],
    ['they gave back another amount', 'refunded', { kind: 'refunded' }, 400, 'refund_amount'],
    ['somebody gave it back at the gateway', null, { kind: 'refunded' }, 500, 'refund_unknown'],
    ['we say it is through, they do not know it', 'refunded', { kind: 'absent' }, 500, 'refund_missing'],
    ['they say nothing', 'refunded', { kind: 'unknown', reason: 'x' }, 500, 'unheard'],
  ] as const)('%s', (_, state, seen, amountCents, verdict) => {
    expect(judgeRefund(state === null ? undefined : { state, amountCents: 500 }, seen, amountCents)).toBe(verdict);
  });
});
