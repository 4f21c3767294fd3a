import { presets } from '../src/presets.ts';
import type { Scenario } from '../src/scenario.ts';

const smoke = presets['smoke']!;

/** A sale of a few seconds; thresholds are left out, because a test says nothing of speed. */
export function tiny(changes: Partial<Scenario> = {}): Scenario {
  return {
    ...smoke,
    title: 'A handful of people, as a test',
    // More than all who are drawn want, so that every bot among them is called; fewer than all want.
    seats: { plan: null, standing: [{ name: 'Floor', capacity: 100 }] },
    waves: [{ fans: 40, fromSeconds: -3, forSeconds: 3 }, { fans: 60, fromSeconds: 0, forSeconds: 8, halvesEverySeconds: 2 }],
    bots: { jumpers: 2, replayers: 2, tamperers: 2, greedy: 2, tabs: 20, devices: 20 },
    windows: { claimSeconds: 6, admissionSeconds: 20, holdSeconds: 15, paymentWindowSeconds: 8, graceSeconds: 1 },
    thresholds: {},
    ...changes,
  };
}

/**
 * The promise's own figures: 2 s round trips and 50 kbit/s, for two fans of five; nobody leaves by choice, and there are places for half of them. The slow need some
 * four seconds to join: whoever comes before the opening comes early enough to be drawn.
 */
export function slowAndFast(): Scenario {
  return tiny({
    seats: { plan: null, standing: [{ name: 'Floor', capacity: 60 }] },
    waves: [{ fans: 80, fromSeconds: -11, forSeconds: 6 }, { fans: 40, fromSeconds: 0, forSeconds: 5 }],
    shares: { slow: 0.4, looksAtMap: 0, pairs: 0, reloads: 0, doubleTaps: 0, loses: 0, declined: 0, pix: 0, paysLate: 0, leaves: { line: 0, call: 0, hold: 0, payment: 0 } },
    slowLine: { roundTripMs: 2_000, kbitPerSecond: 50 },
    bots: { jumpers: 0, replayers: 0, tamperers: 0, greedy: 0, tabs: 0, devices: 0 },
    windows: { claimSeconds: 20, admissionSeconds: 60, holdSeconds: 50, paymentWindowSeconds: 40, graceSeconds: 2 },
  });
}

/**
 * Places for most of those who come after the opening: while there are some, whoever joins in the same moment as others gets in as they do, so one in ten who
 * does not is soon found out. The slow need those four seconds to join, hence twice as long a wave: its middle has both.
 */
export function stillSomeLeft(): Scenario {
  return { ...slowAndFast(), drawAtOpening: false, seats: { plan: null, standing: [{ name: 'Floor', capacity: 300 }] }, waves: [{ fans: 350, fromSeconds: 0, forSeconds: 8 }] };
}

/** What the promise of fairness is held to, together: enough that a tenth of the slow who are kept out would be found out (`power.spec.ts`). */
export const fairnessSales: { seed: string; scenario: Scenario }[] = [
  { seed: 'one', scenario: slowAndFast() },
  ...['two', 'three', 'four'].map((seed) => ({ seed, scenario: stillSomeLeft() })),
];

/**
 * One fair box office in a hundred differs at 99 %: a suspicion. Then all of the sales are played so many times in all, by other fans, and judged together, at so
 * many standard deviations: beyond five are two of ten million.
 */
export const SUSPECTED = { looks: 4, z: 5 };

/** Half a minute of people who all want to buy and can, a few a second. */
export function undisturbed(): Scenario {
  const nobody: Scenario['bots'] = { jumpers: 0, replayers: 0, tamperers: 0, greedy: 0, tabs: 0, devices: 0 };
  return tiny({
    seats: { plan: null, standing: [{ name: 'Floor', capacity: 400 }] },
    waves: [{ fans: 150, fromSeconds: 0, forSeconds: 30 }],
    shares: { slow: 0, looksAtMap: 0, pairs: 0.3, reloads: 0, doubleTaps: 0.1, loses: 0.1, declined: 0.1, pix: 0.2, paysLate: 0, leaves: { line: 0, call: 0, hold: 0, payment: 0 } },
    bots: nobody,
    drawAtOpening: false,
    // Longer than a gateway is away.
    windows: { claimSeconds: 20, admissionSeconds: 60, holdSeconds: 50, paymentWindowSeconds: 60, graceSeconds: 5 },
    drainSecondsMax: 90,
  });
}
