// Which seats are free, as the last answer told it. The box office alone decides who gets a seat; this is what a buyer sees meanwhile.

import type { Plan } from './plan.ts';

/** What has changed (`?since=` and each frame of the stream): by letter the seats that have it now, or all states anew. */
export interface SeatsDelta {
  readonly version: number;
  readonly changes?: Readonly<Record<string, readonly number[]>> | undefined;
  readonly states?: string | undefined;
}

const FREE = 'f';
const FREE_CODE = FREE.charCodeAt(0);

export class SeatStates {
  private readonly plan: Plan;
  private readonly free: Uint8Array;
  private readonly freeBySection: Uint32Array;
  version: number;

  constructor(plan: Plan, first: { readonly version: number; readonly states: string }) {
    this.plan = plan;
    this.free = new Uint8Array(plan.count);
    this.freeBySection = new Uint32Array(plan.sections.length);
    this.version = first.version;
    this.all(first.states);
  }

  isFree(seat: number): boolean {
    return this.free[seat] === 1;
  }

  /** How many seats of that section are free. */
  freeIn(section: number): number {
    return this.freeBySection[section] ?? 0;
  }

  /** Takes news in and tells which seats are different now. What is older than what is known, or names seats that are none, changes nothing. */
  apply({ version, changes, states }: SeatsDelta): number[] {
    if (version < this.version) return [];
    this.version = version;
    if (states !== undefined) return this.all(states);
    const changed: number[] = [];
    for (const [letter, seats] of Object.entries(changes ?? {})) {
      for (const seat of seats) if (this.set(seat, letter === FREE ? 1 : 0)) changed.push(seat);
    }
    return changed;
  }

  /** A seat that was refused is taken, whatever the last answer said. */
  lose(seats: readonly number[]): number[] {
    return seats.filter((seat) => this.set(seat, 0));
  }

  private all(states: string): number[] {
    const changed: number[] = [];
    if (states.length !== this.plan.count) return changed;
    for (let seat = 0; seat < states.length; seat += 1) if (this.set(seat, states.charCodeAt(seat) === FREE_CODE ? 1 : 0)) changed.push(seat);
    return changed;
  }

  private set(seat: number, free: 0 | 1): boolean {
    if (!Number.isInteger(seat) || seat < 0 || seat >= this.plan.count || this.free[seat] === free) return false;
    this.free[seat] = free;
    this.freeBySection[this.plan.sectionOf[seat]!]! += free === 1 ? 1 : -1;
    return true;
  }
}
