/**
 * So many calls a second, so many at once after a rest: the generic cell rate algorithm (ITU-T I.371), which is a token
 * bucket in one number and knows at once how long a call would wait. Per process: what is agreed for all processes is divided
 * by how many are alive. Without a rate nobody waits. Instants and waits are in milliseconds of the caller's steady clock.
 */
export class CallPace {
  /** When the next call would be due if every call kept its distance. */
  private dueAt = 0;

  constructor(
    private readonly callsPerSecond: number | undefined,
    private readonly burst: number = Math.max(1, Math.ceil(callsPerSecond ?? 1)),
    private readonly processes: () => number = () => 1,
  ) {}

  /** How long a call would have to wait now. */
  waitMs(nowMs: number): number {
    if (this.callsPerSecond === undefined) return 0;
    return Math.max(0, this.dueAt - this.tolerance() - nowMs);
  }

  /** Takes the next place and returns how long until it; null, and nothing is taken, where that would be too long. */
  take(nowMs: number, patienceMs: number): number | null {
    const wait = this.waitMs(nowMs);
    if (wait > patienceMs) return null;
    if (this.callsPerSecond !== undefined) this.dueAt = Math.max(this.dueAt, nowMs) + this.distance();
    return wait;
  }

  private distance(): number {
    return (1_000 / (this.callsPerSecond as number)) * Math.max(1, this.processes());
  }

  private tolerance(): number {
    return (Math.max(1, this.burst / Math.max(1, this.processes())) - 1) * this.distance();
  }
}
