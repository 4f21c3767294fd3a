import { availableParallelism, cpus, totalmem } from 'node:os';
import type { BoxOffice } from './office/box-office.ts';
import type { Check, Figure } from './suite.ts';
import { ratios, summarise, type Summary } from './statistics.ts';

export interface Machine {
  processor: string;
  cores: number;
  memoryGibibytes: number;
  node: string;
  postgres: string;
}

export async function machineOf({ database }: BoxOffice): Promise<Machine> {
  const [row] = await database.query<{ server_version: string }>('show server_version');
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGibibytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: row?.server_version ?? 'unknown',
  };
}

export function describeMachine({ processor, cores, memoryGibibytes, node, postgres }: Machine): string {
  return `${cores} cores (${processor}), ${memoryGibibytes} GiB, Node ${node}, PostgreSQL ${postgres}`;
}

/** A table of figures for the terminal. */
export function describeFigures(figures: readonly Figure[]): string {
  return figures.map(describeFigure).join('\n\n');
}

function describeFigure(figure: Figure): string {
  const { name, unit, values, besides, against, cpuMs, latencyMs, generatorCores, checks } = figure;
  const lines = [row(`${name}, ${unit}`, summarise(values), whole)];
  if (besides) lines.push(row(`  ${besides.name}`, summarise(besides.values), whole));
  if (against) {
    lines.push(row(`  ${against.name}`, summarise(against.values), whole));
    lines.push(row('  ratio, pair by pair', summarise(ratios(values, against.values)), (value) => value.toFixed(2)));
    if (against.generatorCores !== undefined) lines.push(`  the load on it took ${against.generatorCores.toFixed(2)} of a core${against.generatorCores > BUSY ? ', which was the limit: compare processor times' : ''}`);
    if (cpuMs && against.cpuMs) lines.push(`  processor ms for one of it: ${against.cpuMs.toFixed(4)}, a ratio of ${(against.cpuMs / ours(cpuMs)).toFixed(2)}`);
  }
  if (cpuMs) {
    const shown = Object.entries(cpuMs).filter(([, ms]) => ms >= 0.0005).map(([part, ms]) => `${part} ${ms.toFixed(3)}`);
    lines.push(`  processor ms for one: ${shown.join(', ')}`);
  }
  if (latencyMs) lines.push(`  latency ms: p50 ${latencyMs.p50.toFixed(1)}, p99 ${latencyMs.p99.toFixed(1)}; the load took ${generatorCores.toFixed(2)} of a core`);
  lines.push(...checks.map(describeCheck));
  return lines.join('\n');
}

export function describeCheck({ what, holds, seen }: Check): string {
  return `  ${holds ? '✓' : '✗'} ${what}${holds ? '' : `: ${seen}`}`;
}

/** Of a core; whoever is as busy as that cannot ask faster. */
const BUSY = 0.85;
const NAME_WIDTH = 74;

function row(name: string, { min, median, max }: Summary, shown: (value: number) => string): string {
  return `${name.padEnd(NAME_WIDTH)} ${[min, median, max].map((value) => shown(value).padStart(9)).join(' ')}`;
}

export const heading = `${''.padEnd(NAME_WIDTH)} ${['min', 'median', 'max'].map((word) => word.padStart(9)).join(' ')}`;

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

/** Of one figure at two sizes: how the second stands to the first. */
export interface Growth {
  name: string;
  /** Throughput at the larger size over that at the smaller one. */
  throughput: number;
  /** The same of the ratio to what it was compared with in the same rounds, which other load on the machine disturbs less. */
  ratio: number | null;
  /** Processor time for one, larger over smaller; the simulators' left out. */
  cpu: number | null;
}

export function growth(small: readonly Figure[], large: readonly Figure[]): Growth[] {
  return large.flatMap((after) => {
    const before = small.find(({ name }) => name === after.name);
    if (!before) return [];
    return [{
      name: after.name,
      throughput: summarise(after.values).median / summarise(before.values).median,
      ratio: before.against && after.against ? relative(after) / relative(before) : null,
      cpu: before.cpuMs && after.cpuMs ? ours(after.cpuMs) / ours(before.cpuMs) : null,
    }];
  });
}

function relative({ values, against }: Figure): number {
  return summarise(ratios(values, against!.values)).median;
}

function ours({ api = 0, postgres = 0 }: Record<string, number>): number {
  return api + postgres;
}

export function describeGrowth(all: readonly Growth[]): string {
  const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(2)).padStart(9);
  return [
    `${'larger over smaller'.padEnd(NAME_WIDTH)} ${['speed', 'ratio', 'processor'].map((word) => word.padStart(9)).join(' ')}`,
    ...all.map(({ name, throughput, ratio, cpu }) => `${name.padEnd(NAME_WIDTH)} ${shown(throughput)} ${shown(ratio)} ${shown(cpu)}`),
  ].join('\n');
}
