/** Successes of two groups under the same circumstances: the same time of joining. */
export interface Stratum {
  slow: { successes: number; all: number };
  fast: { successes: number; all: number };
}

export interface Difference {
  /** Share of the slow minus share of the fast, pooled; 0 where nothing can be compared. */
  difference: number;
  low: number;
  high: number;
  /** How many of each group stand in strata that have both. */
  slow: number;
  fast: number;
}

/** The 99.5 % quantile of the normal distribution: an interval that holds the truth in 99 of 100 cases. */
const Z_99 = 2.5758293035489004;

/** Half a person: counts move in steps of one, so what is nearer to nothing than that is nothing. */
const CONTINUITY = 0.5;

/**
 * The pooled difference of two shares over strata, and how far chance alone would move it: the risk difference of N. Mantel and W. Haenszel,
 * *Statistical aspects of the analysis of data from retrospective studies of disease*, J. Natl. Cancer Inst. 22 (1959), with the variance of their test, the
 * hypergeometric one, and its continuity correction. It takes from each stratum how many succeeded and asks only who, so it holds where a stock ends: there all
 * strata but one have nobody or everybody, and the one between has a dozen. Strata with only one of the groups say nothing and weigh nothing.
 */
export function pooledDifference(strata: readonly Stratum[], z = Z_99): Difference {
  let [weights, sum, variance, slows, fasts] = [0, 0, 0, 0, 0];
  for (const { slow, fast } of strata) {
    if (slow.all === 0 || fast.all === 0) continue;
    const all = slow.all + fast.all;
    const successes = slow.successes + fast.successes;
    weights += (slow.all * fast.all) / all;
    sum += (slow.successes * fast.all - fast.successes * slow.all) / all;
    variance += (slow.all * fast.all * successes * (all - successes)) / (all ** 2 * (all - 1));
    slows += slow.all;
    fasts += fast.all;
  }
  const counted = { slow: slows, fast: fasts };
  if (weights === 0) return { difference: 0, low: -1, high: 1, ...counted };
  const difference = sum / weights;
  const margin = (z * Math.sqrt(variance) + CONTINUITY) / weights;
  return { difference, low: difference - margin, high: difference + margin, ...counted };
}

/** Whether the interval leaves room for no difference at all. */
export function isInsignificant({ low, high }: Difference): boolean {
  return low <= 0 && high >= 0;
}
