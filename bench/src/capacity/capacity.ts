import type { Costs, Rehearsed } from './costs.ts';

/** A sale, as its organiser sees it coming. */
export interface Sale {
  /** People who will stand in the line. */
  fans: number;
  tickets: number;
  /** From the opening until everything should be sold. */
  minutes: number;
  /** Minutes in which all of them join, the rush before the opening included. */
  joinMinutes: number;
  /** Tickets of one purchase, on average. */
  ticketsPerPurchase: number;
  /** Whether people choose their seats on a map. */
  seats: boolean;
  /** Whether a CDN or a caching proxy answers the polls; each of its nodes asks the origin once a second. */
  edgeNodes: number;
}

export interface Load {
  /** In the busiest seconds. */
  joinsPerSecond: number;
  purchasesPerSecond: number;
  /** Of everybody who waits, wherever they are answered. */
  pollsPerSecond: number;
  originPollsPerSecond: number;
}

export interface Machines {
  load: Load;
  /** Cores that the API and PostgreSQL are busy with in the busiest seconds, and how many to have for that. */
  api: { busyCores: number; cores: number; processes: number; memoryGibibytes: number };
  postgres: { busyCores: number; cores: number; memoryGibibytes: number; diskGibibytes: number };
  edge: { megabitsPerSecond: number };
  /** Minutes until the last mail with its tickets is written when the API's cores do that after the sale. */
  mailMinutes: number;
  /** One line and one stock are a row each, in one database: which rates are above what was measured of one event, and by what. */
  beyondMeasured: { name: 'joins' | 'purchases'; perSecond: number; measuredPerSecond: number; from: string }[];
}

/** Arrivals and purchases come in gusts: the busiest second of a sale has this many times its average (docs/capacity.md says where it comes from). */
const GUST = 2;
/** Half of a machine stays free: for the gust within the second, for a process that has died, for what was not thought of. */
const UTILISATION = 0.5;
/** An API process runs JavaScript on one core; its garbage collector and its sockets take a quarter of another. */
const CORES_PER_PROCESS = 1.25;
/** What a process is when it is busy: V8's heap, caches of 50,000 sessions, seat maps of a stadium. */
const PROCESS_GIBIBYTES = 1;
/** Half for shared buffers, half for the system's cache, both of the sale's own rows. */
const POSTGRES_GIBIBYTES_MIN = 2;
const GIBIBYTE = 2 ** 30;

/** The formula of docs/capacity.md. */
export function machinesFor(sale: Sale, costs: Costs, rehearsed: Rehearsed): Machines {
  const load = loadOf(sale);
  const busy = (part: 'api' | 'postgres'): number => {
    const { join, poll, purchase } = costs.cpuMs;
    const { turn, map } = rehearsed.cpuMs;
    const bought = purchase[part] + turn[part] + (sale.seats ? map[part] : 0);
    return (load.joinsPerSecond * join[part] + load.originPollsPerSecond * poll[part] + load.purchasesPerSecond * bought) / 1_000;
  };
  const processes = Math.max(1, Math.ceil(busy('api') / UTILISATION));
  const rowsBytes = sale.fans * costs.bytes.waiting + sale.tickets * costs.bytes.ticket;
  const purchases = sale.tickets / sale.ticketsPerPurchase;
  return {
    load,
    api: { busyCores: busy('api'), cores: Math.ceil(processes * CORES_PER_PROCESS), processes, memoryGibibytes: Math.ceil(processes * PROCESS_GIBIBYTES) },
    postgres: {
      busyCores: busy('postgres'),
      cores: Math.max(2, Math.ceil(busy('postgres') / UTILISATION)),
      memoryGibibytes: Math.max(POSTGRES_GIBIBYTES_MIN, Math.ceil((2 * rowsBytes) / GIBIBYTE)),
      diskGibibytes: Math.ceil((rowsBytes + sale.tickets * costs.bytes.bucketTicket + costs.bytes.log) / GIBIBYTE),
    },
    edge: { megabitsPerSecond: (load.pollsPerSecond * costs.bytes.pollAnswer * 8) / 1e6 },
    mailMinutes: (purchases * costs.cpuMs.mail) / 1_000 / 60 / processes,
    beyondMeasured: beyond(load, sale, costs, rehearsed),
  };
}

function beyond({ joinsPerSecond, purchasesPerSecond }: Load, { seats }: Sale, { measured }: Costs, { held }: Rehearsed): Machines['beyondMeasured'] {
  const whole = held[seats ? 'map' : 'places'];
  return [
    { name: 'joins' as const, perSecond: joinsPerSecond, measuredPerSecond: measured.joinsPerSecond, from: measured.command },
    { name: 'purchases' as const, perSecond: purchasesPerSecond, measuredPerSecond: whole.purchasesPerSecond, from: whole.from },
  ].filter(({ perSecond, measuredPerSecond }) => perSecond > measuredPerSecond);
}

/** As the box office asks those who wait in an open line, see `pollAfterMs` in api/src/waiting-room/line.ts: 20,000 looks a second, and nobody looks more seldom than every 15 seconds. */
function pollAfterSeconds(fans: number): number {
  return Math.min(15, Math.max(1, Math.ceil(fans / 20_000)));
}

function loadOf({ fans, tickets, minutes, joinMinutes, ticketsPerPurchase, edgeNodes }: Sale): Load {
  const pollsPerSecond = fans / pollAfterSeconds(fans);
  return {
    joinsPerSecond: (GUST * fans) / (joinMinutes * 60),
    purchasesPerSecond: (GUST * tickets) / ticketsPerPurchase / (minutes * 60),
    pollsPerSecond,
    originPollsPerSecond: edgeNodes === 0 ? pollsPerSecond : Math.min(pollsPerSecond, edgeNodes),
  };
}
