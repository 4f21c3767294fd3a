import { Random } from '@catraca/simulator/random';
import { expect, test } from 'vitest';
import { fairnessSales, SUSPECTED } from '../test/tiny.ts';
import { arrivals } from './arrivals.ts';
import { type Cohort, cohorts, slowAgainstFast } from './fairness.ts';
import { isInsignificant } from './score-interval.ts';
import type { Scenario } from './scenario.ts';
import type { Story } from './story.ts';
import { traitsOf } from './traits.ts';

/** A handshake there and back and half a round trip for the question: when a slow fan's join reaches the box office. */
const SLOW_JOIN_SECONDS = 3.5;
const REHEARSALS = 200;
/** It computes for a second or two, on a busy machine for longer. */
const MINUTE = 60_000;

interface Joined {
  slow: boolean;
  /** By the box office's clock, from the opening. */
  second: number;
}

/** The same arrivals, lines and places as when the sale is rehearsed, at a box office that keeps such a share of the slow out. */
function sold({ waves, seats, drawAtOpening, ...scenario }: Scenario, seed: string, keptOut: number): Story[] {
  const chance = new Random(`${seed}/box office`);
  const fans = arrivals(waves, new Random(`${seed}/arrivals`)).map((second, number): Joined => {
    const { slow } = traitsOf(scenario, new Random(`${seed}/fan/${number}`));
    return { slow, second: second + (slow ? SLOW_JOIN_SECONDS : 0) };
  });
  const entered = fans.toSorted((a, b) => a.second - b.second);
  const drawn = drawAtOpening ? entered.filter(({ second }) => second < 0).length : 0;
  const lots = entered.map((_, entry) => (entry < drawn ? chance.fraction() - 1 : entry));
  const stories = entered.map(({ slow, second }, entry): Story => ({
    number: entry, token: '', slow, plain: true, wants: 1, arrivedMs: 0, orders: [], entry, joinedMs: second * 1_000 + (slow ? 1_000 : 0), ending: 'sold_out',
  }));
  let places = seats.standing[0]!.capacity;
  for (const entry of [...entered.keys()].toSorted((a, b) => lots[a]! - lots[b]!)) {
    if (places === 0 || (entered[entry]!.slow && chance.happens(keptOut))) continue;
    places -= 1;
    Object.assign(stories[entry]!, { admittedMs: 1, ending: 'bought' });
  }
  return stories;
}

/** All the sales, played once. */
function look(seeds: string, keptOut: number): Cohort[] {
  return fairnessSales.flatMap(({ seed, scenario }) => {
    const stories = sold(scenario, `${seed} ${seeds}`, keptOut);
    return cohorts(stories, scenario.drawAtOpening ? stories.filter(({ joinedMs = 0, slow }) => joinedMs - (slow ? 1_000 : 0) < 0).length : 0, { from: 0, to: 0 });
  });
}

/** In how many of so many rehearsals a difference is found, in so many looks together. */
function foundOut(keptOut: number, { looks, z, rehearsals = REHEARSALS }: { looks: number; z?: number; rehearsals?: number } = { looks: 1 }): number {
  const findings = Array.from({ length: rehearsals }, (_, rehearsal) => {
    const pool = Array.from({ length: looks }, (__, at) => look(`${rehearsal}${at === 0 ? '' : ` ${at}`}`, keptOut)).flat();
    return !isInsignificant(slowAgainstFast(pool, z).admitted);
  });
  return findings.filter(Boolean).length / rehearsals;
}

test('the sales that are rehearsed as tests find it out in more than four of five cases when one slow fan in ten is kept out', { timeout: MINUTE }, () => {
  expect(foundOut(0.1)).toBeGreaterThan(0.8);
});

test('and hardly ever accuse a box office that treats all alike', { timeout: MINUTE }, () => {
  expect(foundOut(0)).toBeLessThan(0.035);
});

test('one that is suspected is found out for sure when they are played again', { timeout: MINUTE }, () => {
  expect(foundOut(0.1, { ...SUSPECTED, rehearsals: 50 })).toBeGreaterThan(0.9);
});
