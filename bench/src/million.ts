import type { BoxOffice } from './office/box-office.ts';
import { Organiser } from './office/organiser.ts';
import { openEdge } from './measures/edge.ts';
import { waiting, type Waiting, type WaitingSettings } from './measures/waiting.ts';
import type { Check } from './suite.ts';

export interface Lines {
  small: Waiting;
  large: Waiting;
  /** What stood in front of the origin. */
  edge: string | null;
}

/** Of these many as many are called as of more, so that full ticks are compared with full ticks. */
const FEW = 10_000;

/** A line of a hundredth, and then the whole: what grows with the number of those who wait shows in the comparison. */
export async function measureLines(office: BoxOffice, settings: WaitingSettings, say: (text: string) => void): Promise<Lines> {
  const organiser = await Organiser.signIn(office);
  const edge = await openEdge(office.port);
  if (!edge) say('no nginx is installed, so nothing is measured through a cache');
  try {
    const few = { ...settings, fans: Math.min(settings.fans, Math.max(FEW, Math.round(settings.fans / 100))) };
    // The first line of a process pays for what all have in common.
    await waiting(office, organiser, edge, few, () => undefined);
    const small = await waiting(office, organiser, edge, few, say);
    const large = await waiting(office, organiser, edge, settings, say);
    return { small, large, edge: edge?.program ?? null };
  } finally {
    await edge?.stop();
  }
}

export function checksOf({ small, large }: Lines): Check[] {
  return [small, large].flatMap(({ fans, entries, serving, expectedServing, cached }) => [
    { what: `${fans.toLocaleString('en')} joins are as many entries`, holds: entries === fans, seen: `${entries} entries` },
    { what: 'as many are called as there are tickets for', holds: serving === expectedServing, seen: `called up to ${serving}, not ${expectedServing}` },
    ...(cached ? [{ what: 'behind the cache the origin is asked twice a second at most', holds: cached.originPerSecond <= 2, seen: `${cached.originPerSecond.toFixed(1)} a second` }] : []),
  ]);
}

const NAME_WIDTH = 66;

export function describeLines({ small, large, edge }: Lines): string {
  const row = (name: string, value: (line: Waiting) => number | null | undefined, digits = 0): string => {
    const shown = [small, large].map((line) => {
      const found = value(line);
      return (found === null || found === undefined ? '–' : found.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })).padStart(12);
    });
    return `${name.padEnd(NAME_WIDTH)} ${shown.join(' ')}`;
  };
  const pollsPerSecond = ({ fans, pollAfterMs }: Waiting): number => fans / (pollAfterMs / 1_000);
  return [
    row('People waiting', ({ fans }) => fans),
    row('joins a second', ({ joins }) => joins.perSecond),
    row('processor ms of a join', ({ joins }) => joins.cpuMs, 3),
    row('database bytes for one who waits', ({ databaseBytes }) => databaseBytes),
    row('memory bytes of the API for one who waits', ({ residentBytes }) => residentBytes?.api),
    row('memory bytes of PostgreSQL for one who waits', ({ residentBytes }) => residentBytes?.postgres),
    row('polls a second at the origin', ({ polls }) => polls.perSecond),
    row('processor ms of a poll at the origin', ({ polls }) => polls.cpuMs, 3),
    row(`polls a second through a cache (${edge ?? 'none'})`, ({ cached }) => cached?.perSecond),
    row('… of which the origin answers, a second', ({ cached }) => cached?.originPerSecond, 1),
    row('… and takes of the processor, ms a second, its own life included', ({ cached }) => cached?.originCpuMs),
    row('all of them poll, a second (as pollAfterMs asks them to)', pollsPerSecond),
    row('… which would take at the origin, cores', (line) => line.polls.cpuMs && (pollsPerSecond(line) * line.polls.cpuMs) / 1_000, 2),
    row('processor ms of the opening with its draw', ({ drawCpuMs }) => drawCpuMs),
    row('processor ms of 500 calls (a full tick)', ({ tickCpuMs }) => tickCpuMs, 1),
  ].join('\n');
}
