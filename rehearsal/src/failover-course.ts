import type { Backlog } from './backlog.ts';
import type { GatewayDeath } from './gateway-death.ts';

/** A part of the sale around a gateway's death, as the box office's own metrics told of it. */
export interface FailoverPhase {
  phase: 'before' | 'while it is gone' | 'after';
  fromSecond: number;
  toSecond: number;
  /** Captured a second by each gateway; null where too few looks were taken to say. */
  captured: Record<string, number | null>;
  /** Payments that went on to another gateway, in all. */
  failovers: number | null;
  /** In how many of the looks each breaker was not closed. */
  breakerOpen: Record<string, number>;
  looks: number;
}

/** How much a second something that only grows has grown from one look to another; null where that is not known. */
export function rateBetween(before: Backlog, now: Backlog, of: (look: Backlog) => number | null): number | null {
  const [then, since] = [of(before), of(now)];
  return then === null || since === null || now.second <= before.second ? null : (since - then) / (now.second - before.second);
}

/** Before, during and after: whose captures, what the breakers did, and how many payments went on elsewhere. */
export function failoverCourse({ atSecond, forSeconds }: Pick<GatewayDeath, 'atSecond' | 'forSeconds'>, backlog: readonly Backlog[]): FailoverPhase[] {
  const told = backlog.filter(({ attempts }) => attempts !== null);
  const gateways = [...new Set(told.flatMap(({ attempts, breakers }) => [...Object.keys(attempts ?? {}).map((name) => name.split(' ')[0]!), ...Object.keys(breakers ?? {})]))].sort();
  const back = atSecond + forSeconds;
  const bounds: [FailoverPhase['phase'], number, number][] = [['before', 0, atSecond], ['while it is gone', atSecond, back], ['after', back, told.at(-1)?.second ?? back]];
  return bounds.map(([phase, fromSecond, toSecond]) => {
    const looks = told.filter(({ second }) => second >= fromSecond && second <= toSecond);
    const [first, last] = [looks[0], looks.at(-1)];
    const between = <Value>(value: (first: Backlog, last: Backlog) => Value): Value | null => (first && last && last.second > first.second ? value(first, last) : null);
    return {
      phase, fromSecond, toSecond, looks: looks.length,
      captured: Object.fromEntries(gateways.map((name) => [name, between((a, b) => rateBetween(a, b, ({ attempts }) => attempts?.[`${name} captured`] ?? 0))])),
      failovers: between((a, b) => inAll(b) - inAll(a)),
      breakerOpen: Object.fromEntries(gateways.map((name) => [name, looks.filter(({ breakers }) => (breakers?.[name] ?? 0) > 0).length])),
    };
  });
}

const inAll = ({ failovers }: Backlog): number => Object.values(failovers ?? {}).reduce((sum, count) => sum + count, 0);
