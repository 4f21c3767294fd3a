import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second (`getconf CLK_TCK` is 100 wherever Node runs). */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;

export type Part = 'api' | 'postgres' | 'simulators';

/** What the parts of a box office have used so far. */
export interface Usage {
  cpuSeconds: Record<Part, number>;
  /** Resident now; PostgreSQL's shared buffers are counted once, in the largest of its processes. */
  residentBytes: Record<Part, number>;
}

interface Process {
  pid: number;
  parent: number;
  cpuTicks: number;
  residentPages: number;
  sharedPages: number;
  command: string;
}

/** The processor time and memory of the processes below `launcher`; null where the system has no /proc. */
export function usageOf(launcher: number): Usage | null {
  const all = processes();
  if (all === null) return null;
  const usage: Usage = { cpuSeconds: { api: 0, postgres: 0, simulators: 0 }, residentBytes: { api: 0, postgres: 0, simulators: 0 } };
  let shared = 0;
  for (const process of descendants(all, launcher)) {
    const part = partOf(process.command);
    if (part === null) continue;
    usage.cpuSeconds[part] += process.cpuTicks / TICKS_PER_SECOND;
    usage.residentBytes[part] += (process.residentPages - (part === 'postgres' ? process.sharedPages : 0)) * PAGE_BYTES;
    if (part === 'postgres') shared = Math.max(shared, process.sharedPages * PAGE_BYTES);
  }
  usage.residentBytes.postgres += shared;
  return usage;
}

/** What one process and its children that have ended have used so far; null where the system has no /proc. */
export function cpuSecondsOf(pid: number): number | null {
  const process = read(pid);
  return process && process.cpuTicks / TICKS_PER_SECOND;
}

function partOf(command: string): Part | null {
  if (command.includes('simulator/src/main')) return 'simulators';
  if (command.includes('api/dist/main.js')) return 'api';
  // Its backends call themselves "postgres: …".
  return /(^|\/)postgres(:|\0|$)/.test(command) ? 'postgres' : null;
}

function descendants(all: Process[], ancestor: number): Process[] {
  const children = Map.groupBy(all, ({ parent }) => parent);
  const found: Process[] = [];
  for (let next = children.get(ancestor) ?? []; next.length > 0; next = next.flatMap(({ pid }) => children.get(pid) ?? [])) found.push(...next);
  return found;
}

function processes(): Process[] | null {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => read(Number(pid)) ?? []);
  } catch {
    return null;
  }
}

/** proc(5): `stat` has the processor time of a process and of its children that have ended, `statm` its memory. */
function read(pid: number): Process | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
    const [, residentPages = 0, sharedPages = 0] = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ').map(Number);
    const cpuTicks = [11, 12, 13, 14].reduce((sum, at) => sum + (fields[at] ?? 0), 0);
    return { pid, parent: fields[1] ?? 0, cpuTicks, residentPages, sharedPages, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8') };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}
