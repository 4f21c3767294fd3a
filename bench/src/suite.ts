import type { BoxOffice } from './office/box-office.ts';
import { Organiser } from './office/organiser.ts';
import { quiet } from './office/quiet.ts';
import { Joins } from './measures/joins.ts';
import type { Measured } from './measures/measure.ts';
import { Purchases } from './measures/purchases.ts';
import { type Rivalry, rivalry } from './measures/rivals.ts';
import { bareServerLike, poll, pollBare } from './measures/serving.ts';
import { prepareTpcb, type Tpcb } from './measures/tpcb.ts';
import { ledgerRush } from './measures/ledger-rush.ts';
import { Transfers } from './measures/transfers.ts';
import type { Options } from './options.ts';
import { median } from './statistics.ts';

/** One thing measured in rounds, perhaps against another in the same rounds. */
export interface Figure {
  name: string;
  unit: string;
  values: number[];
  /** What it is compared with, round by round. */
  against?: {
    name: string;
    values: number[];
    /** As below, of this one: whoever asks a bare server may be slower than it. */
    generatorCores?: number;
    /** Processor milliseconds of one: the comparison that holds although the load was the limit. */
    cpuMs?: number | null;
  };
  /** Milliseconds of processor time for one, by part; the median of the rounds. */
  cpuMs: Record<string, number> | null;
  /** Median of the rounds; null where what is measured waits from the start. */
  latencyMs: { p50: number; p99: number } | null;
  /** The share of a core that the load itself took, the most of all rounds: near 1 it measured itself. */
  generatorCores: number;
  /** Another rate of the same rounds. */
  besides?: { name: string; values: number[] };
  /** What must be so for the figure to mean anything. */
  checks: Check[];
}

export interface Check {
  what: string;
  holds: boolean;
  seen: string;
}

type Settings = Pick<Options, 'rounds' | 'seconds' | 'rampSeconds' | 'concurrency' | 'parts' | 'tpcb' | 'rivals' | 'transfers'>;
/** An overwhelmed box office lets those wait who can wait; buyers never. */
const SHED = '503';

type Say = (text: string) => void;

/** Everything that is asked for, one after the other, on a box office that does nothing else. */
export async function measureAll(office: BoxOffice, settings: Settings, say: Say): Promise<Figure[]> {
  const organiser = await Organiser.signIn(office);
  const measures = { purchases, ledger, transfers, serving, joins, rivals };
  const figures: Figure[] = [];
  for (const part of settings.parts) figures.push(await measures[part](office, organiser, settings, say));
  return figures;
}

/** Rounds of what is measured and of TPC-B, one after the other, so that both meet the same machine. */
async function inTurns<Round extends { perSecond: number }>(office: BoxOffice, settings: Settings, tpcb: Tpcb, say: Say, what: string, play: () => Promise<Round>): Promise<{ rounds: Round[]; against: NonNullable<Figure['against']> }> {
  const rounds: Round[] = [];
  const values: number[] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    await quiet(office);
    values.push(await tpcb.round(settings.seconds));
    rounds.push(await play());
    say(`${what}, round ${round + 1}: ${Math.round(rounds.at(-1)!.perSecond)} a second, TPC-B ${Math.round(values.at(-1)!)}`);
  }
  return { rounds, against: { name: `TPC-B transactions by ${tpcb.program}, scale ${settings.tpcb.scale}, ${settings.tpcb.clients} clients`, values } };
}

async function purchases(office: BoxOffice, organiser: Organiser, settings: Settings, say: Say): Promise<Figure> {
  const tpcb = await prepareTpcb(office, settings.tpcb);
  const buying = await Purchases.prepare(office, organiser);
  // Neither the first purchases of a fresh process nor the first transactions on cold pages are counted.
  const warming = await buying.round({ ...settings, seconds: settings.seconds / 2 });
  const { rounds, against } = await inTurns(office, settings, tpcb, say, 'purchases', () => buying.round(settings));
  await quiet(office);
  const said = [warming, ...rounds].reduce((sum, { all }) => sum + (all['confirmed'] ?? 0), 0);
  const sold = await buying.sold();
  return {
    ...figureOf('purchases confirmed', 'a second', rounds),
    against,
    checks: [
      onlyOutcome(rounds, 'confirmed'),
      { what: 'every confirmation is an order with two tickets, and nothing else was sold', holds: sold.orders === said && sold.tickets === 2 * said && sold.sold === 2 * said, seen: `${said} confirmed, ${sold.orders} orders, ${sold.tickets} tickets, ${sold.sold} sold` },
    ],
  };
}

async function ledger(office: BoxOffice, _: Organiser, settings: Settings, say: Say): Promise<Figure> {
  const tpcb = await prepareTpcb(office, settings.tpcb);
  const { rounds, against } = await inTurns(office, settings, tpcb, say, 'the ledger alone', () => ledgerRush(office, { clients: settings.concurrency, seconds: settings.seconds }));
  return {
    name: `transfers of the ledger alone, 100,000 balances of a database of their own, ${settings.concurrency} clients`,
    unit: 'a second',
    values: rounds.map(({ perSecond }) => perSecond),
    against,
    cpuMs: null,
    latencyMs: null,
    generatorCores: 0,
    checks: [{ what: 'the books have every transfer that was answered', holds: rounds.every(({ made, received }) => made === received), seen: rounds.map(({ made, received }) => `${made} made, ${received} received`).join('; ') }],
  };
}

async function transfers(office: BoxOffice, _: Organiser, settings: Settings, say: Say): Promise<Figure> {
  const tpcb = await prepareTpcb(office, settings.tpcb);
  const transfers = await Transfers.prepare(office);
  const warming = await transfers.exactly(Math.ceil(settings.transfers / 4));
  const { rounds, against } = await inTurns(office, settings, tpcb, say, 'transfers', () => transfers.exactly(settings.transfers));
  const made = [warming, ...rounds].reduce((sum, round) => sum + round.transfers, 0);
  const books = await transfers.books();
  return {
    name: 'payments from balances, with their messages, by the wallet',
    unit: 'a second',
    values: rounds.map(({ perSecond }) => perSecond),
    against,
    cpuMs: cpuOf(rounds),
    latencyMs: null,
    generatorCores: 0,
    checks: [{ what: 'every transfer took a cent from a payer and gave it to the payee', holds: books.paid === made && books.received === made, seen: `${made} transfers, ${books.paid} paid, ${books.received} received` }],
  };
}

async function serving(office: BoxOffice, organiser: Organiser, settings: Settings, say: Say): Promise<Figure> {
  const { event } = await Joins.prepare(office, organiser);
  const bare = await bareServerLike(office, event.id);
  const polling = { ...settings, concurrency: Math.min(64, settings.concurrency) };
  const rounds: Measured[] = [];
  const bareRounds: Awaited<ReturnType<typeof pollBare>>[] = [];
  try {
    await poll(office, event.id, { ...polling, seconds: settings.seconds / 2 });
    for (let round = 0; round < settings.rounds; round += 1) {
      await quiet(office);
      bareRounds.push(await pollBare(bare, polling));
      rounds.push(await poll(office, event.id, polling));
      say(`serving number, round ${round + 1}: ${Math.round(rounds.at(-1)!.perSecond)} a second, bare Fastify ${Math.round(bareRounds.at(-1)!.perSecond)}`);
    }
  } finally {
    await bare.stop();
  }
  return {
    ...figureOf('serving numbers at the origin', 'a second', rounds),
    against: {
      name: 'a bare Fastify route of the same bytes',
      values: bareRounds.map(({ perSecond }) => perSecond),
      generatorCores: Math.max(...bareRounds.map(({ generatorCores }) => generatorCores)),
      cpuMs: bareRounds.every(({ cpuMs }) => cpuMs !== null) ? median(bareRounds.map(({ cpuMs }) => cpuMs!)) : null,
    },
    checks: [onlyOutcome(rounds, '200', SHED)],
  };
}

async function joins(office: BoxOffice, organiser: Organiser, settings: Settings, say: Say): Promise<Figure> {
  const joining = await Joins.prepare(office, organiser);
  const warming = await joining.round({ ...settings, seconds: settings.seconds / 2 });
  const rounds: Measured[] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    await quiet(office);
    rounds.push(await joining.round(settings));
    say(`joins, round ${round + 1}: ${Math.round(rounds.at(-1)!.perSecond)} a second`);
  }
  const said = [warming, ...rounds].reduce((sum, { all }) => sum + (all['201'] ?? 0), 0);
  const entries = await joining.entries();
  return {
    ...figureOf('joins of the line', 'a second', rounds),
    checks: [onlyOutcome(rounds, '201', SHED), { what: 'every join is one entry', holds: said === entries, seen: `${said} joined, ${entries} entries` }],
  };
}

async function rivals(office: BoxOffice, organiser: Organiser, settings: Settings, say: Say): Promise<Figure> {
  const { buyers, seats } = settings.rivals;
  const rounds: Rivalry[] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    await quiet(office);
    rounds.push(await rivalry(office, organiser, settings.rivals));
    say(`${buyers} rivals, round ${round + 1}: ${Math.round(rounds.at(-1)!.perSecond)} answers a second`);
  }
  const every = (what: string, value: (round: Rivalry) => number, expected: number): Check => ({
    what, holds: rounds.every((round) => value(round) === expected), seen: rounds.map(value).join(', '),
  });
  return {
    ...figureOf(`answers to ${buyers} buyers who want the same ${seats} seats`, 'a second', rounds),
    besides: { name: 'seats held a second, until the last of them is', values: rounds.map(({ holdsPerSecond }) => holdsPerSecond) },
    checks: [
      every(`exactly ${seats} buyers say that they have a seat`, ({ winners }) => winners, seats),
      every(`exactly ${seats} seats are held, each by a hold of its own`, ({ held }) => held, seats),
      every('everybody else is told inventory.seat_taken', ({ unclear }) => unclear, 0),
    ],
  };
}

function figureOf(name: string, unit: string, rounds: readonly Measured[]): Omit<Figure, 'checks'> {
  return {
    name,
    unit,
    values: rounds.map(({ perSecond }) => perSecond),
    cpuMs: cpuOf(rounds),
    latencyMs: { p50: median(rounds.map(({ latencyMs }) => latencyMs.p50)), p99: median(rounds.map(({ latencyMs }) => latencyMs.p99)) },
    generatorCores: Math.max(...rounds.map(({ generatorCores }) => generatorCores)),
  };
}

function cpuOf(rounds: readonly Pick<Measured, 'cpuMs'>[]): Figure['cpuMs'] {
  const cpu = rounds.flatMap(({ cpuMs }) => cpuMs ?? []);
  const part = (of: 'api' | 'postgres' | 'simulators'): number => median(cpu.map((each) => each[of]));
  return cpu.length === rounds.length ? { api: part('api'), postgres: part('postgres'), simulators: part('simulators') } : null;
}

/** `besides`: what may be among the answers as well, and is said. */
function onlyOutcome(rounds: readonly Measured[], outcome: string, besides?: string): Check {
  const others: Record<string, number> = {};
  for (const { all } of rounds) for (const [name, count] of Object.entries(all)) if (name !== outcome) others[name] = (others[name] ?? 0) + count;
  const shed = besides === undefined ? 0 : (others[besides] ?? 0);
  if (besides !== undefined) delete others[besides];
  const measured = rounds.every(({ counts }) => (counts[outcome] ?? 0) > 0);
  return { what: `every answer is "${outcome}"${shed > 0 ? `, but for ${shed} who were told to come later` : ''}`, holds: measured && Object.keys(others).length === 0, seen: measured ? JSON.stringify(others) : 'a round without any' };
}
