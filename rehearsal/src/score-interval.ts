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
/** Halvings of an interval of 1: to a millionth, far below a person. */
const HALVINGS = 20;

/**
 * The pooled difference of two shares over strata, and the interval of all differences that what was seen does not contradict: the score interval of O. Miettinen
 * and M. Nurminen, *Comparative analysis of two rates*, Statistics in Medicine 4 (1985) 213–226, over strata by the weights of N. Mantel and W. Haenszel (J. Natl.
 * Cancer Inst. 22, 1959). Each difference is tried with the variance that there would be if it were the true one; so strata in which everybody succeeds, or
 * nobody, are no certainty that nobody could have failed, while for the question whether there is any difference at all it is the test of Mantel and Haenszel,
 * which takes from each stratum how many succeeded and asks only who. Strata with only one of the groups say nothing and weigh nothing.
 */
export function pooledDifference(strata: readonly Stratum[], z = Z_99): Difference {
  const both = strata.filter(({ slow, fast }) => slow.all > 0 && fast.all > 0);
  const counted = { slow: total(both, 'slow'), fast: total(both, 'fast') };
  if (both.length === 0) return { difference: 0, low: -1, high: 1, ...counted };
  const weights = both.map(({ slow, fast }) => (slow.all * fast.all) / (slow.all + fast.all));
  const weight = weights.reduce((sum, one) => sum + one, 0);
  const difference = both.reduce((sum, { slow, fast }, at) => sum + weights[at]! * (slow.successes / slow.all - fast.successes / fast.all), 0) / weight;
  const fits = (supposed: number): boolean => {
    const variance = both.reduce((sum, stratum, at) => sum + weights[at]! ** 2 * varianceIf(stratum, supposed), 0);
    return Math.abs(difference - supposed) * weight <= z * Math.sqrt(variance);
  };
  return { difference, low: edge(fits, difference, -1), high: edge(fits, difference, 1), ...counted };
}

function total(strata: readonly Stratum[], group: 'slow' | 'fast'): number {
  return strata.reduce((sum, stratum) => sum + stratum[group].all, 0);
}

/** The last that fits on the way from what fits to the end of what is possible. */
function edge(fits: (supposed: number) => boolean, from: number, end: number): number {
  if (fits(end)) return end;
  let [inside, outside] = [from, end];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (inside + outside) / 2;
    if (fits(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

/** The variance of the difference of two shares, if this were the true difference. */
function varianceIf({ slow, fast }: Stratum, supposed: number): number {
  const all = slow.all + fast.all;
  const share = likeliestFastShare(slow, fast, supposed);
  const other = clamp(share + supposed, 0, 1);
  return ((other * (1 - other)) / slow.all + (share * (1 - share)) / fast.all) * (all / (all - 1));
}

/** The share of the fast that makes what was seen likeliest, the slow's being `supposed` above it: the root of a cubic, in closed form (Miettinen and Nurminen, appendix I). */
function likeliestFastShare(slow: Stratum['slow'], fast: Stratum['fast'], supposed: number): number {
  const all = slow.all + fast.all;
  const successes = slow.successes + fast.successes;
  const l2 = (slow.all + 2 * fast.all) * supposed - all - successes;
  const l1 = (fast.all * supposed - all - 2 * fast.successes) * supposed + successes;
  const l0 = fast.successes * supposed * (1 - supposed);
  const c = l2 ** 3 / (27 * all ** 3) - (l1 * l2) / (6 * all ** 2) + l0 / (2 * all);
  const b = (c < 0 ? -1 : 1) * Math.sqrt(Math.max(0, l2 ** 2 / (9 * all ** 2) - l1 / (3 * all)));
  const angle = b === 0 ? Math.PI / 2 : (Math.PI + Math.acos(clamp(c / b ** 3, -1, 1))) / 3;
  return clamp(2 * b * Math.cos(angle) - l2 / (3 * all), Math.max(0, -supposed), Math.min(1, 1 - supposed));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** Whether the interval leaves room for no difference at all. */
export function isInsignificant({ low, high }: Difference): boolean {
  return low <= 0 && high >= 0;
}
