import { describe, expect, test } from 'vitest';
import { type AttemptFacts, type AttemptState, decide, isLive, type Observation, type Via } from './attempt.js';

const facts = (parts: Partial<AttemptFacts> = {}): AttemptFacts => ({
  state: 'pending', ordinal: 1, method: 'card', amountCents: 1_000, currency: 'BRL', chargeId: null, presented: false, looks: 0,
  secondsSinceSent: 1, secondsLeft: 300, deadlinePassed: false, voidRequested: false, rivalled: false, anotherGateway: true, settleSecondsMax: 30, authorises: false, ...parts,
});
const charged = { chargeId: 'ch', amountCents: 1_000, currency: 'BRL' };
const captured: Observation = { kind: 'captured', ...charged };
const silence: Observation = { kind: 'unknown', reason: 'timeout' };

const everything: Observation[] = [
  captured,
  { kind: 'captured', ...charged, amountCents: 999 },
  { kind: 'captured', ...charged, currency: 'USD' },
  { kind: 'authorized', ...charged },
  { kind: 'pending', ...charged },
  { kind: 'declined', code: '91', hard: false },
  { kind: 'declined', code: '51', hard: true },
  { kind: 'voided', chargeId: 'ch' },
  { kind: 'expired', chargeId: 'ch' },
  { kind: 'rejected', code: 'x', configuration: true },
  { kind: 'rejected', code: 'x', configuration: false },
  { kind: 'rejected', code: 'x', configuration: false, token: true },
  { kind: 'in_flight' },
  { kind: 'throttled' },
  { kind: 'not_sent', reason: 'ECONNREFUSED' },
  silence,
  { kind: 'absent' },
  { kind: 'unreachable', reason: 'ECONNREFUSED' },
];
const states: AttemptState[] = ['pending', 'in_flight', 'unknown', 'authorized', 'captured', 'conflicted', 'not_sent', 'rejected', 'declined', 'throttled', 'voided', 'failed', 'surplus'];
const vias: Via[] = ['charge', 'replay', 'capture', 'look', 'notice'];

describe('the first call', () => {
  test.each<[Observation, AttemptState, 'another_gateway' | undefined]>([
    [{ kind: 'not_sent', reason: 'ECONNREFUSED' }, 'not_sent', 'another_gateway'],
    [{ kind: 'rejected', code: 'invalid', configuration: false }, 'rejected', undefined],
    [{ kind: 'rejected', code: 'unauthorized', configuration: true }, 'rejected', 'another_gateway'],
    [{ kind: 'rejected', code: 'no such card', configuration: false, token: true }, 'declined', undefined],
    [{ kind: 'declined', code: 'issuer_unavailable', hard: false }, 'declined', 'another_gateway'],
    [{ kind: 'declined', code: 'stolen', hard: true }, 'declined', undefined],
    [{ kind: 'in_flight' }, 'in_flight', undefined],
    [{ kind: 'throttled' }, 'throttled', 'another_gateway'],
    [silence, 'unknown', undefined],
    [{ kind: 'captured', ...charged, amountCents: 1_001 }, 'conflicted', undefined],
    [{ kind: 'captured', ...charged, currency: 'USD' }, 'conflicted', undefined],
    [captured, 'captured', undefined],
  ])('%j makes the attempt %s', (seen, state, next) => {
    expect(decide(facts(), seen, 'charge')).toMatchObject({ state });
    expect(decide(facts(), seen, 'charge')?.next).toBe(next);
  });
});

test('a charge opened over another amount is voided once, shown to nobody, and ends as the gateway answers', () => {
  const opened: Observation = { kind: 'pending', ...charged, amountCents: 1_001, pix: { brCode: '000201', expiresAt: new Date() } };
  const decision = decide(facts(), opened, 'charge');
  expect(decision).toMatchObject({ state: 'in_flight', void: true, next: 'look' });
  expect(decision?.ending).toBeUndefined();
  expect(decision?.present).toBeUndefined();
  const asked = facts({ state: 'in_flight', voidRequested: true, chargeId: 'c1' });
  expect(decide(asked, opened, 'look')).not.toHaveProperty('void');
  expect(decide(asked, { kind: 'voided', chargeId: 'c1' }, 'look')).toMatchObject({ state: 'voided', ending: { outcome: 'voided' } });
  expect(decide(asked, { kind: 'captured', ...charged, amountCents: 1_001 }, 'look')).toMatchObject({ state: 'conflicted' });
});

test('another gateway is tried only after an explicit word that this one was not charged', () => {
  for (const state of states.filter(isLive)) {
    for (const via of vias) {
      for (const seen of everything) {
        const decision = decide(facts({ state, secondsSinceSent: 5, looks: 9 }), seen, via);
        if (decision?.next !== 'another_gateway') continue;
        const executedNothing = ['not_sent', 'throttled', 'rejected'].includes(seen.kind) && via === 'charge' && state === 'pending';
        expect([state, via, seen.kind, executedNothing || seen.kind === 'declined']).toEqual([state, via, seen.kind, true]);
        expect(isLive(decision.state)).toBe(false);
      }
    }
  }
});

test('a replay or a look that was refused says nothing of the call before it', () => {
  for (const seen of everything.filter(({ kind }) => ['not_sent', 'throttled', 'rejected', 'unreachable', 'unknown', 'in_flight'].includes(kind))) {
    expect(decide(facts({ state: 'unknown' }), seen, 'replay')).toMatchObject({ state: 'unknown' });
    expect(decide(facts({ state: 'unknown' }), seen, 'look')?.ending).toBeUndefined();
  }
});

test('an end is told exactly when a live attempt ends, and money always', () => {
  for (const state of states) {
    for (const via of vias) {
      for (const seen of everything) {
        const decision = decide(facts({ state, anotherGateway: false, looks: 9, secondsSinceSent: 60 }), seen, via);
        const endsNow = decision !== null && !isLive(decision.state) && (isLive(state) || seen.kind === 'captured');
        expect([state, via, seen, decision?.ending !== undefined]).toEqual([state, via, seen, endsNow]);
      }
    }
  }
});

test('what was won is never lost again, whatever comes late', () => {
  for (const state of ['captured', 'conflicted', 'surplus'] as const) {
    for (const via of vias) for (const seen of everything) expect(decide(facts({ state }), seen, via)).toBeNull();
  }
});

test('a live attempt always has a next look, so that no crash can lose it', () => {
  for (const state of states) {
    for (const via of vias) {
      for (const seen of everything) {
        const decision = decide(facts({ state, looks: 500 }), seen, via);
        const lost = decision !== null && isLive(decision.state) && !(Number(decision.lookInSeconds) > 0);
        expect([state, via, seen, lost]).toEqual([state, via, seen, false]);
      }
    }
  }
});

test('money after the end is believed, and goes back when another attempt is live or won', () => {
  for (const state of ['not_sent', 'declined', 'voided', 'failed', 'throttled', 'rejected'] as const) {
    expect(decide(facts({ state }), captured, 'notice')).toMatchObject({ state: 'captured', ending: { outcome: 'captured' } });
    expect(decide(facts({ state, rivalled: true }), captured, 'notice')).toMatchObject({ state: 'surplus', refundSurplus: true });
  }
});

describe('a card that is authorised', () => {
  const authorized: Observation = { kind: 'authorized', ...charged };
  const first = facts({ authorises: true });
  const kept = facts({ authorises: true, state: 'authorized', chargeId: 'ch' });

  test('is captured as long as the payment is wanted, by whoever hears of it first', () => {
    for (const via of ['charge', 'replay', 'notice', 'look'] as const) {
      for (const state of ['pending', 'in_flight', 'unknown'] as const) expect(decide({ ...first, state }, authorized, via)).toMatchObject({ state: 'authorized', next: 'capture' });
    }
    expect(decide(first, authorized, 'charge')?.ending).toBeUndefined();
  });

  test('is not captured again by each who hears the same, but by whoever has asked since', () => {
    for (const via of ['charge', 'replay', 'notice', 'capture'] as const) expect(decide(kept, authorized, via)?.next).toBeUndefined();
    expect(decide({ ...kept, looks: 1 }, authorized, 'look')).toMatchObject({ state: 'authorized', next: 'capture' });
  });

  test('is looked at when its window closes, and voided then', () => {
    expect(decide(first, authorized, 'charge')).toMatchObject({ lookInSeconds: 15 });
    expect(decide({ ...first, secondsLeft: 3 }, authorized, 'charge')).toMatchObject({ lookInSeconds: 4 });
    for (const over of [{ voidRequested: true }, { deadlinePassed: true, secondsLeft: -1 }]) {
      for (const via of vias) expect(decide({ ...kept, ...over }, authorized, via)?.next).toBeUndefined();
      expect(decide({ ...first, ...over }, authorized, 'charge')).toMatchObject({ state: 'authorized', next: 'look' });
      expect(decide({ ...kept, ...over }, { kind: 'voided', chargeId: 'ch' }, 'look')).toMatchObject({ state: 'voided', ending: { outcome: 'voided' } });
      expect(decide({ ...kept, ...over }, captured, 'look')).toMatchObject({ state: 'captured' });
    }
  });

  test('is nothing that we capture at a gateway that takes the money at once', () => {
    for (const via of vias) expect(decide(facts(), authorized, via)?.next).not.toBe('capture');
  });

  test('over another amount is voided', () => {
    expect(decide(first, { ...authorized, amountCents: 1_001 }, 'charge')).toMatchObject({ state: 'authorized', void: true, next: 'look', alarm: expect.any(String) as string });
    expect(decide(first, { ...authorized, currency: 'USD' }, 'notice')).toMatchObject({ void: true, next: 'look' });
  });

  test.each<[Observation, AttemptState, string | undefined]>([
    [captured, 'captured', 'captured'],
    [silence, 'unknown', undefined],
    [{ kind: 'in_flight' }, 'authorized', undefined],
    [{ kind: 'throttled' }, 'authorized', undefined],
    [{ kind: 'not_sent', reason: 'pace', ownLimit: true }, 'authorized', undefined],
    [{ kind: 'rejected', code: 'x', configuration: true }, 'authorized', undefined],
    [{ kind: 'unreachable', reason: 'ECONNREFUSED' }, 'authorized', undefined],
    [{ kind: 'voided', chargeId: 'ch' }, 'voided', 'voided'],
    [{ kind: 'declined', code: 'expired', hard: false }, 'declined', 'declined'],
    [{ kind: 'captured', ...charged, amountCents: 999 }, 'conflicted', 'conflicted'],
  ])('and whose capture says %j is %s', (seen, state, outcome) => {
    const decision = decide(kept, seen, 'capture');
    expect(decision).toMatchObject({ state });
    expect([decision?.ending?.outcome, decision?.next === 'another_gateway']).toEqual([outcome, false]);
  });

  test('is found again when the answer to its capture was lost', () => {
    const lost = { ...kept, state: 'unknown', looks: 1 } as const;
    expect(decide(lost, authorized, 'look')).toMatchObject({ state: 'authorized', next: 'capture' });
    expect(decide(lost, captured, 'look')).toMatchObject({ state: 'captured' });
  });

  test('and whose capture was declined is let go, for the card still keeps the money aside', () => {
    expect(decide(kept, { kind: 'declined', code: 'expired', hard: true }, 'capture')).toMatchObject({ state: 'declined', next: 'look', lookInSeconds: 120 });
  });

  test('is not made pending again by what comes late, and comes to nothing once it has ended', () => {
    expect(decide(kept, { kind: 'pending', ...charged }, 'notice')).toMatchObject({ state: 'authorized' });
    for (const state of ['voided', 'failed', 'not_sent', 'declined'] as const) {
      // Looked for, and voided by the look: nothing is captured after the end.
      expect(decide({ ...kept, state, looks: 1 }, authorized, 'notice')).toMatchObject({ state, next: 'look' });
      // What could not be voided is tried again until it is gone, however often that was.
      expect(decide({ ...kept, state, looks: 99 }, authorized, 'look')).toEqual({ state, lookInSeconds: 300 });
      expect(decide({ ...kept, state, looks: 1 }, { kind: 'voided', chargeId: 'ch' }, 'look')).toEqual({ state, lookInSeconds: 900 });
    }
  });
});

describe('an unknown charge that the gateway does not know', () => {
  const absent: Observation = { kind: 'absent' };
  test('is sent again under its key at first', () => {
    expect(decide(facts({ state: 'unknown', looks: 1 }), absent, 'look')).toMatchObject({ state: 'unknown', next: 'replay', sent: 'again' });
  });
  test('is waited for while it may still be executed', () => {
    expect(decide(facts({ state: 'unknown', looks: 5, secondsSinceSent: 29 }), absent, 'look')).toMatchObject({ state: 'unknown' });
  });
  test('goes elsewhere when it cannot be any more, and is still watched', () => {
    const decision = decide(facts({ state: 'unknown', looks: 5, secondsSinceSent: 31 }), absent, 'look');
    expect(decision).toMatchObject({ state: 'not_sent', next: 'another_gateway' });
    expect(decision?.lookInSeconds).toBeGreaterThan(0);
  });
  test('is not sent again once nobody wants it, and ends when it cannot be executed any more', () => {
    const unwanted = { state: 'unknown', looks: 1, voidRequested: true } as const;
    expect(decide(facts({ ...unwanted, secondsSinceSent: 10 }), absent, 'look')).toMatchObject({ state: 'unknown' });
    expect(decide(facts({ ...unwanted, secondsSinceSent: 10 }), absent, 'look')?.next).toBeUndefined();
    expect(decide(facts({ ...unwanted, secondsSinceSent: 31 }), absent, 'look')).toMatchObject({ state: 'voided', ending: { outcome: 'voided' } });
    expect(decide(facts({ ...unwanted, voidRequested: false, deadlinePassed: true, secondsSinceSent: 31 }), absent, 'look')).toMatchObject({ state: 'failed' });
  });
});

test('a charge with a name that the gateway denies stays open as long as it is wanted, and ends once it was denied long enough; its money is still believed', () => {
  const denied: Observation = { kind: 'absent' };
  const named = { state: 'in_flight', chargeId: 'ch', secondsSinceSent: 4_000 } as const;
  expect(decide(facts({ ...named, looks: 61 }), denied, 'look')).toMatchObject({ state: 'in_flight', alarm: expect.any(String) as string });
  expect(decide(facts({ ...named, looks: 60, voidRequested: true }), denied, 'look')).toMatchObject({ state: 'in_flight' });
  const over = decide(facts({ ...named, looks: 61, voidRequested: true }), denied, 'look');
  expect(over).toMatchObject({ state: 'voided', ending: { outcome: 'voided' }, alarm: expect.any(String) as string });
  expect(over?.lookInSeconds).toBeGreaterThan(0);
  expect(decide(facts({ ...named, state: 'voided' }), captured, 'notice')).toMatchObject({ state: 'captured' });
});

test('a Pix is looked at when its window closes, however rarely it is looked at before', () => {
  const open = facts({ state: 'in_flight', method: 'pix', chargeId: 'ch', looks: 8 });
  expect(decide(open, { kind: 'pending', ...charged }, 'look')).toMatchObject({ lookInSeconds: 30 });
  expect(decide({ ...open, secondsLeft: 7 }, { kind: 'pending', ...charged }, 'look')).toMatchObject({ lookInSeconds: 8 });
});

test('a payment is tried four times at most', () => {
  expect(decide(facts({ ordinal: 4 }), { kind: 'throttled' }, 'charge')?.next).toBeUndefined();
});

test('nothing is tried elsewhere after the window or a cancellation', () => {
  for (const over of [{ deadlinePassed: true }, { voidRequested: true }]) {
    for (const seen of everything) expect(decide(facts(over), seen, 'charge')?.next).not.toBe('another_gateway');
  }
});

describe('a gateway that says when to come again', () => {
  const alone = (parts: Partial<AttemptFacts> = {}) => facts({ anotherGateway: false, ...parts });

  test('is asked then and not before, where there is no other', () => {
    expect(decide(alone(), { kind: 'throttled', retryAfterSeconds: 20 }, 'charge')).toMatchObject({ state: 'pending', sent: 'never', lookInSeconds: 20 });
    expect(decide(alone({ looks: 2 }), { kind: 'throttled', retryAfterSeconds: 1 }, 'charge')).toMatchObject({ lookInSeconds: 4 });
    expect(decide(facts(), { kind: 'throttled', retryAfterSeconds: 20 }, 'charge')).toMatchObject({ next: 'another_gateway' });
  });

  test('is not waited for beyond the window: the buyer is told now', () => {
    expect(decide(alone({ secondsLeft: 15 }), { kind: 'throttled', retryAfterSeconds: 20 }, 'charge')).toMatchObject({ state: 'throttled', ending: { outcome: 'failed', retryable: true } });
  });

  test('is given up after a few times, but not where only our own limit holds a payment back', () => {
    const late = alone({ looks: 9 });
    expect(decide(late, { kind: 'not_sent', reason: 'told to come later', retryAfterSeconds: 2 }, 'charge')).toMatchObject({ ending: { outcome: 'failed' } });
    expect(decide(late, { kind: 'not_sent', reason: 'pace', retryAfterSeconds: 2, ownLimit: true }, 'charge')).toMatchObject({ state: 'pending', sent: 'never' });
    expect(decide({ ...late, secondsLeft: 1 }, { kind: 'not_sent', reason: 'pace', retryAfterSeconds: 2, ownLimit: true }, 'charge')).toMatchObject({ ending: { outcome: 'failed' } });
  });
});
