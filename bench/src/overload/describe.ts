import { kinds } from './board.ts';
import { describeEnds, type Overload, type Span } from './overload.ts';

const WIDTHS = [10, 9, 9, 9, 12, 12, 12, 12, 10];

/** What `npm run bench -- overload` prints. */
export function describeOverload({ limit, limitPerSecond, normal, overloaded, after, recovery }: Overload): string {
  const [usual, heavy] = [normal, overloaded].map(({ fared }) => fared.order?.acceptedMs.p99 ?? Number.NaN) as [number, number];
  return [
    `The limit: ${limitPerSecond.toFixed(1)} visits a second${limit.held === null ? ', the lowest that was tried, which did not hold' : limit.broke === null ? ', the highest that was tried' : `; ${limit.broke.toFixed(1)} do not hold`}`,
    ...[normal, overloaded, after].map((span) => `\n${describeSpan(span)}`),
    '',
    `An order's p99: ${heavy.toFixed(0)} ms at three times the limit, ${usual.toFixed(0)} ms at the normal rate, a ratio of ${(heavy / usual).toFixed(1)}`,
    `Refused first: ${firstRefusals(overloaded)}`,
    `Recovered: ${recovery.unrefusedSeconds.toFixed(0)} s after the rate fell nothing was refused any more, ${recovery.lineSeconds === null ? 'the line was never served' : `${recovery.lineSeconds.toFixed(0)} s after it everybody who had come was served`}`,
  ].join('\n');
}

function describeSpan({ name, perSecond, seconds, ends, fared, cores, generatorCores }: Span): string {
  const heading = row(['', 'asked', 'accepted', '503', 'Retry-After', 'p50 ms', 'p99 ms', '503 p99 ms', 'other']);
  const lines = kinds.flatMap((kind) => {
    const fare = fared[kind];
    if (!fare) return [];
    const { asked, accepted, refused, withRetryAfter, others, acceptedMs, refusedMs } = fare;
    const share = refused === 0 ? '–' : `${Math.floor((100 * withRetryAfter) / refused)} %`;
    const ms = (value: number, of: number): string => (of === 0 ? '–' : value.toFixed(1));
    return row([kind, whole(asked), whole(accepted), whole(refused), share, ms(acceptedMs.p50, accepted), ms(acceptedMs.p99, accepted), ms(refusedMs.p99, refused), whole(Object.values(others).reduce((sum, count) => sum + count, 0))]);
  });
  const used = cores && Object.entries(cores).map(([part, value]) => `${part} ${value.toFixed(2)}`).join(', ');
  return [
    `${name}, ${perSecond.toFixed(1)} visits a second for ${seconds} s: ${describeEnds(ends)}`,
    heading,
    ...lines,
    `  ${used ? `cores: ${used}; ` : ''}the load took ${generatorCores.toFixed(2)}`,
  ].join('\n');
}

function firstRefusals({ fared }: Span): string {
  const first = kinds.flatMap((kind) => {
    const seconds = fared[kind]?.firstRefusedSeconds;
    return seconds === null || seconds === undefined ? [] : [{ kind, seconds }];
  });
  return first.length === 0 ? 'nothing' : first.toSorted((a, b) => a.seconds - b.seconds).map(({ kind, seconds }) => `${kind} after ${seconds.toFixed(1)} s`).join(', ');
}

/** The name, then eight numbers. */
const row = (cells: string[]): string => `  ${cells.map((cell, at) => (at === 0 ? cell.padEnd(WIDTHS[at]!) : cell.padStart(WIDTHS[at]!))).join('')}`;
const whole = (value: number): string => value.toLocaleString('en');
