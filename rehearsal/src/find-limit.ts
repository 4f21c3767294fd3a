import { limit } from './presets.ts';
import type { Result } from './result.ts';
import type { Scenario } from './scenario.ts';

/** Where the search begins where nobody says: the figure that the box office is held to. */
const FIRST_RATE = 500;
const STEP_SECONDS = 25;
/** In which the line finds its pace and has caught up with who came meanwhile. */
const WARM_UP_SECONDS = 15;
/** Rates nearer to each other than this share cannot be told apart on a shared machine. */
const RESOLUTION = 0.05;
const STEPS_MAX = 14;

/** What is known so far of which rates hold. */
export interface Search {
  holds: number;
  /** The lowest rate that did not hold; none yet. */
  fails: number | null;
}

/** The next rate to try: half as much again until one fails, then the middle; null when the limit is known well enough. */
export function nextRate({ holds, fails }: Search, first: number): number | null {
  if (fails === null) return Math.round(holds === 0 ? first : holds * 1.5);
  if (fails - holds <= Math.max(5, fails * RESOLUTION)) return null;
  return Math.round((holds + fails) / 2);
}

/** Searches the highest rate at which as many buy as come, everybody in time, and nobody is shed, each try on a fresh event. The result of that rate; of the last try where none held. */
export async function findLimit(play: (scenario: Scenario) => Promise<Result>, first: number | undefined, say: (text: string) => void): Promise<Result> {
  const search: Search = { holds: 0, fails: null };
  const tried: NonNullable<Result['tried']> = [];
  let shown: Result | null = null;
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const rate = nextRate(search, first ?? FIRST_RATE);
    if (rate === null || rate === 0) break;
    const result = await play(limit(rate, STEP_SECONDS, WARM_UP_SECONDS));
    const { checks, holds } = result.verdict;
    const broken = checks.filter((check) => check.holds === false).map(({ rule, says }) => `${rule} (${says})`);
    tried.push({ rate, holds, purchasesPerSecond: result.purchasesPerSecond, p99Ms: result.measuredLatency.purchase?.p99 ?? null, broken });
    say(`  ${rate} a second ${holds ? 'hold' : `do not hold: ${broken.join('; ')}`}`);
    if (holds) search.holds = rate;
    else search.fails = rate;
    if (holds || search.holds === 0) shown = result;
    // What did not come to its end says nothing of the rate, and ends the search.
    if (result.failure !== null) return { ...result, tried };
  }
  if (!shown) throw new Error('no rate was tried');
  // The last try of none that held is one that did not: the exit status says so.
  say(search.holds > 0 ? `The highest rate that holds: ${search.holds} purchases a second.` : 'No rate that was tried holds.');
  return { ...shown, tried };
}
