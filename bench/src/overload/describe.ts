import { kinds } from './board.ts';
import { describeEnds, type Overload, type Span } from './overload.ts';

const WIDTHS = [10, 9, 9, 9, 12, 12, 12, 12, 10];

/** What `npm run bench -- overload` prints. */
export function describeOverload({ limit, limitPerSecond, normal, overloaded, after, recovery }: Overload): string {
  const [usual, heavy, later] = [normal, overloaded, after].map(({ fared }) => fared.order?.acceptedMs.p99 ?? Number.NaN) as [number, number, number];
  return [
    `The limit: ${limitPerSecond.toFixed(1)} visits a second${describeSearch(limit)}`,
    ...[normal, overloaded, after].map((span) => `\n${describeSpan(span)}`),
    '',
    `An order's p99: ${usual.toFixed(0)} ms at the normal rate, ${heavy.toFixed(0)} ms at three times the limit, ${later.toFixed(0)} ms while those who came then are served; ratios of ${(heavy / usual).toFixed(1)} and ${(later / usual).toFixed(1)}`,
    `Refused first: ${firstRefusals(overloaded)}; ${reasons([overloaded, after])}`,
    `Recovered: ${recovery.unrefusedSeconds.toFixed(0)} s after the rate fell nothing was refused any more, ${recovery.lineSeconds === null ? 'the line was never served' : `${recovery.lineSeconds.toFixed(0)} s after it everybody who had come was served`}`,
  ].join('\n');
}

function describeSearch({ known, held, broke }: Overload['limit']): string {
  if (known) return ', as told: it was not searched';
  if (held === null) return ', the lowest that was tried, which did not hold';
  return broke === null ? ', the highest that was tried' : `; ${broke.toFixed(1)} do not hold`;
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

function reasons(spans: readonly Span[]): string {
  const sums = new Map<string, number>();
  for (const { fared } of spans) for (const row of Object.values(fared)) for (const [code, count] of Object.entries(row.reasons)) sums.set(code, (sums.get(code) ?? 0) + count);
  return sums.size === 0 ? 'nothing was refused' : `${[...sums].map(([code, count]) => `${whole(count)} ${code}`).join(', ')} in all`;
}

/** The name, then eight numbers. */
const row = (cells: string[]): string => `  ${cells.map((cell, at) => (at === 0 ? cell.padEnd(WIDTHS[at]!) : cell.padStart(WIDTHS[at]!))).join('')}`;
const whole = (value: number): string => value.toLocaleString('en');
