import { readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Who uses the machine: the box office by its parts, and the rehearsal itself. */
export const PARTS = ['api', 'postgres', 'providers', 'rehearsal'] as const;
export type Part = (typeof PARTS)[number];

export interface Usage {
  second: number;
  /** Cores' worth, by part. */
  cores: Partial<Record<Part, number>>;
  /** Resident megabytes; PostgreSQL's shared memory is counted in every backend that touched it, so only its private part is. */
  megabytes: Partial<Record<Part, number>>;
}

/** `sysconf(_SC_CLK_TCK)` on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;
/** Who descends from the box office is looked up this often, in samples: pools of connections do not change by the second. */
const LOOK_UP_EVERY = 5;
/** How often our own loop looks at the clock. It then measures how long that took, this step included. */
const LAG_STEP_MS = 10;

interface Process {
  pid: number;
  parent: number;
  /** Its own, and those of its children that have ended: PostgreSQL's workers come and go, and the postmaster inherits what they took. */
  ticks: number;
}

/** CPU and memory by the second, from /proc; elsewhere than on Linux only the rehearsal's own. */
export class Machine {
  readonly usage: Usage[] = [];
  /** How late our own event loop was: beyond some milliseconds the fans are late because of us, not because of the box office. */
  private readonly lag = monitorEventLoopDelay({ resolution: LAG_STEP_MS });
  private readonly officePid: number | null;
  private readonly parts = new Map<number, Part>();
  private family: { pid: number; part: Part }[] = [];
  private readonly spent = new Spent();
  private samples = 0;
  private lastOwn = process.cpuUsage();
  private lastAtMs = performance.now();

  constructor(officePid: number | null) {
    this.officePid = officePid;
    this.lag.enable();
    this.sample(Number.NaN);
    this.usage.length = 0;
  }

  sample(second: number): void {
    const nowMs = performance.now();
    const seconds = (nowMs - this.lastAtMs) / 1_000;
    this.lastAtMs = nowMs;
    const own = process.cpuUsage(this.lastOwn);
    this.lastOwn = process.cpuUsage();
    const cores: Usage['cores'] = { rehearsal: (own.user + own.system) / 1e6 / seconds };
    const megabytes: Usage['megabytes'] = { rehearsal: process.memoryUsage.rss() / 2 ** 20 };
    if (this.samples++ % LOOK_UP_EVERY === 0) this.family = this.lookUp();
    const totals = new Map<Part, number>();
    for (const { pid, part } of this.family) {
      const now = readProcess(pid);
      if (!now) continue;
      totals.set(part, (totals.get(part) ?? 0) + now.ticks);
      megabytes[part] = (megabytes[part] ?? 0) + privateBytes(pid) / 2 ** 20;
    }
    for (const [part, ticks] of this.spent.since(totals)) cores[part] = ticks / TICKS_PER_SECOND / seconds;
    this.usage.push({ second, cores, megabytes });
  }

  /** The 99th percentile of our own delay. */
  get lagP99Ms(): number {
    return Math.max(0, this.lag.percentile(99) / 1e6 - LAG_STEP_MS);
  }

  stop(): void {
    this.lag.disable();
  }

  private lookUp(): { pid: number; part: Part }[] {
    if (this.officePid === null || process.platform !== 'linux') return [];
    const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (readProcess(Number(name)) ?? []) : []));
    const children = Map.groupBy(all, ({ parent }) => parent);
    const found: { pid: number; part: Part }[] = [];
    const walk = (pid: number, inherited: Part | null): void => {
      for (const child of children.get(pid) ?? []) {
        const part = inherited ?? this.partOf(child.pid);
        if (part !== null) found.push({ pid: child.pid, part });
        walk(child.pid, part);
      }
    };
    walk(this.officePid, null);
    return found;
  }

  private partOf(pid: number): Part | null {
    const known = this.parts.get(pid);
    if (known) return known;
    const command = read(`/proc/${pid}/cmdline`) ?? '';
    const part = command.includes('/dist/main.js') ? 'api' : command.includes('simulator/src/main') ? 'providers' : command.includes('postgres') ? 'postgres' : null;
    if (part !== null) this.parts.set(pid, part);
    return part;
  }
}

/**
 * What each part has taken since it was asked before, from the sums over its processes. A process that ends leaves its time to its parent,
 * so sums only grow; one that ends between two looks at a sum is missing in it, and is made up for by the next.
 */
export class Spent {
  private readonly most = new Map<Part, number>();

  since(totals: ReadonlyMap<Part, number>): Map<Part, number> {
    return new Map([...totals].map(([part, total]) => {
      // Who was never seen before has been there: what it took was not taken now.
      const before = this.most.get(part) ?? total;
      this.most.set(part, Math.max(before, total));
      return [part, Math.max(0, total - before)];
    }));
  }
}

/** For the report: on what it was measured. */
export function machineWords(): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${process.platform}`;
}

/** proc(5). */
export function readProcess(pid: number): Process | null {
  const stat = read(`/proc/${pid}/stat`);
  if (!stat) return null;
  // The program's name stands in brackets and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
  return { pid, parent: fields[1] ?? 0, ticks: [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0) };
}

/** Resident without what is shared. */
function privateBytes(pid: number): number {
  const [, resident = 0, shared = 0] = read(`/proc/${pid}/statm`)?.split(' ').map(Number) ?? [];
  return (resident - shared) * PAGE_BYTES;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // It has just ended.
    return null;
  }
}
