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

/**
 * The pooled difference of two shares over strata with its 99 % interval: the Mantel–Haenszel risk difference, with the variance of
 * S. Greenland and J. M. Robins, *Estimation of a common effect parameter from sparse follow-up data*, Biometrics 41 (1985), which
 * holds for few large strata and for many small ones alike. Strata with only one of the groups say nothing and weigh nothing.
 */
export function pooledDifference(strata: readonly Stratum[], z = Z_99): Difference {
  let [weights, sum, variance, slows, fasts] = [0, 0, 0, 0, 0];
  for (const { slow, fast } of strata) {
    if (slow.all === 0 || fast.all === 0) continue;
    const [a, b] = [slow.successes, fast.successes];
    const [c, d] = [slow.all - a, fast.all - b];
    const all = slow.all + fast.all;
    weights += (slow.all * fast.all) / all;
    sum += (a * fast.all - b * slow.all) / all;
    variance += (a * c * fast.all ** 3 + b * d * slow.all ** 3) / (slow.all * fast.all * all ** 2);
    slows += slow.all;
    fasts += fast.all;
  }
  const counted = { slow: slows, fast: fasts };
  if (weights === 0) return { difference: 0, low: -1, high: 1, ...counted };
  const difference = sum / weights;
  const margin = (z * Math.sqrt(variance)) / weights;
  return { difference, low: difference - margin, high: difference + margin, ...counted };
}

/** Whether the interval leaves room for no difference at all. */
export function isInsignificant({ low, high }: Difference): boolean {
  return low <= 0 && high >= 0;
}
