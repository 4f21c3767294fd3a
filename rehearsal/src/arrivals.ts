import type { Random } from '@catraca/simulator/random';

/** Fans who come within a span of the sale; several waves lie over one another. */
export interface Wave {
  /** How many are expected; how many come is chance. */
  fans: number;
  /** From the opening; negative is before it. */
  fromSeconds: number;
  forSeconds: number;
  /** How long until half as many come; none: they come evenly. */
  halvesEverySeconds?: number;
}

/**
 * When fans arrive, in seconds from the opening, in order: an inhomogeneous Poisson process. Nobody waits for anybody's answer, so a
 * box office that gets slow is not spared (an open model: B. Schroeder, A. Wierman, M. Harchol-Balter, *Open versus closed: a
 * cautionary tale*, NSDI 2006). Each wave is a unit-rate process whose time is stretched by the inverse of the wave's
 * cumulative rate (E. Çinlar, *Introduction to stochastic processes*, 1975, 4.7); waves are independent, so together they are one again.
 */
export function arrivals(waves: readonly Wave[], random: Random): number[] {
  return waves.flatMap((wave) => waveOf(wave, random)).sort((a, b) => a - b);
}

function waveOf({ fans, fromSeconds, forSeconds, halvesEverySeconds }: Wave, random: Random): number[] {
  const times: number[] = [];
  for (let expected = gap(random); expected < fans; expected += gap(random)) {
    times.push(fromSeconds + whenShareHasCome(expected / fans, forSeconds, halvesEverySeconds));
  }
  return times;
}

/** An exponential gap of the unit-rate process. */
function gap(random: Random): number {
  return -Math.log(1 - random.fraction());
}

/** The second within the wave by which this share of it is expected. */
export function whenShareHasCome(share: number, forSeconds: number, halvesEverySeconds: number | undefined): number {
  if (halvesEverySeconds === undefined) return share * forSeconds;
  const whole = 1 - 2 ** (-forSeconds / halvesEverySeconds);
  return -halvesEverySeconds * Math.log2(1 - share * whole);
}
