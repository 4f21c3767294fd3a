import fc from 'fast-check';
import type { Fault, FaultKind, Operation } from '@catraca/simulator';

/** What one customer wants, and what befalls the calls that are made for them. */
export interface CustomerPlan {
  method: 'card' | 'pix' | 'balance' | 'balance and card' | 'balance and pix';
  token: string;
  tickets: number;
  tabs: 'one' | 'double click' | 'two tabs';
  /** At the provider that this has (0, 1), or at both. */
  troubles: { at: 0 | 1 | 2; fault: Pick<Fault, 'kind' | 'operation' | 'count' | 'delayMs'> }[];
}

/** Each row of the state table has its kinds. */
const charging: [weight: number, kind: FaultKind][] = [
  [4, 'hang_before_commit'], [3, 'reset_before_commit'], [3, 'error_before_commit'], [3, 'in_flight'], [4, 'throttled'], [3, 'unavailable'], [2, 'rejected'],
  [5, 'commit_then_hang'], [4, 'commit_then_reset'], [4, 'error_after_commit'], [5, 'hang_then_commit'], [2, 'other_amount'], [4, 'soft_decline'], [2, 'hard_decline'],
];

/** A provider keeps its word: what it was sent is executed within half a minute (`settleSecondsMax`), or not at all. */
const HANG_SECONDS_MAX = 28;

const weighted = <Value>(choices: readonly (readonly [weight: number, value: Value])[]): fc.Arbitrary<Value> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const count = weighted([[5, 1], [2, 2], [1, 5]]);
const delayMs = fc.integer({ min: 1, max: HANG_SECONDS_MAX }).map((seconds) => seconds * 1_000);
const faultOn = (operation: Operation, kinds: readonly (readonly [number, FaultKind])[]) => fc.record({ kind: weighted(kinds), operation: fc.constant(operation), count, delayMs });

/** Of what was authorised, at a provider that authorises; the others never meet these. */
const capturing: [number, FaultKind][] = [
  [3, 'commit_then_hang'], [2, 'commit_then_reset'], [2, 'error_after_commit'], [2, 'error_before_commit'], [2, 'hang_then_commit'], [2, 'hang_before_commit'], [1, 'throttled'], [1, 'in_flight'], [1, 'rejected'], [2, 'hard_decline'], [1, 'other_amount'],
];
const asking: [number, FaultKind][] = [[2, 'hang_before_commit'], [2, 'reset_before_commit'], [2, 'error_before_commit'], [1, 'unavailable'], [1, 'throttled']];
const voiding: [number, FaultKind][] = [[4, 'paid_while_cancelled'], [2, 'commit_then_hang'], [2, 'commit_then_reset'], [2, 'error_before_commit'], [1, 'hang_then_commit']];
const returning: [number, FaultKind][] = [[3, 'refund_not_done'], [3, 'commit_then_hang'], [2, 'commit_then_reset'], [2, 'error_after_commit'], [2, 'hang_before_commit'], [1, 'throttled']];

const fault = fc.oneof(
  { weight: 6, arbitrary: faultOn('charge', charging) },
  { weight: 1, arbitrary: faultOn('capture', capturing) },
  { weight: 1, arbitrary: faultOn('find', asking) },
  { weight: 1, arbitrary: faultOn('void', voiding) },
  { weight: 1, arbitrary: faultOn('refund', returning) },
);

export const token = weighted([[14, 'tok_ok'], [1, 'tok_declined'], [1, 'tok_insufficient'], [1, 'tok_soft_declined'], [1, 'tok_slow'], [1, 'tok_timeout'], [1, 'tok_error']]);

export const customer: fc.Arbitrary<CustomerPlan> = fc.record({
  method: weighted([[10, 'card'], [6, 'pix'], [1, 'balance'], [1, 'balance and card'], [1, 'balance and pix']]),
  token,
  tickets: weighted([[3, 1], [2, 2]]),
  tabs: weighted([[10, 'one'], [1, 'double click'], [1, 'two tabs']]),
  troubles: fc.oneof({ weight: 3, arbitrary: fc.constant<CustomerPlan['troubles']>([]) }, { weight: 2, arbitrary: fc.array(fc.record({ at: fc.constantFrom<0 | 1 | 2>(0, 1, 2), fault }), { minLength: 1, maxLength: 3 }) }),
});

/** Places in a hall that is soon full. */
export const SMALL_HALL = 100;

/** How many places there are: enough for all, or so few that late money finds none. */
export const capacity = weighted([[3, 2_000], [2, SMALL_HALL]]);

/** Who buys whatever is left of a small hall before the late money comes: at once, and without trouble. */
export const lateBuyers: CustomerPlan[] = Array.from({ length: SMALL_HALL / 2 }, () => ({ method: 'card', token: 'tok_ok', tickets: 2, tabs: 'one', troubles: [] }));

/** Seconds that pass: moments, and the borders of what waits for time: a look, a window with its grace, a hold. */
export const seconds = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom(31, 60, 120) },
  { weight: 2, arbitrary: fc.constantFrom(295, 299, 300, 301, 305, 359, 361, 425) },
);
