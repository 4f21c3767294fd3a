/** How a gateway has answered of late, as one process saw it. */
export interface GatewayCondition {
  /** Calls that got an answer, of all: 0 to 1. */
  answered: number;
  /** How long an answer takes. */
  latencyMs: number;
  well: boolean;
}

/** What one call weighs: the last thirty make up four fifths of the picture. */
const CALL_WEIGHT = 0.05;
/** One call in five without an answer: each of them is a buyer who waits for half a minute and cannot be served elsewhere. */
const ANSWERED_MIN = 0.8;
/** Half of what a call may take at all: a buyer who is charged after so long has begun to doubt. */
const LATENCY_MS_MAX = 3_000;
/**
 * What was held against a gateway is half forgotten after so long. One that gets no payments proves nothing, so time must
 * bring some back to it; if it is still unwell, the first few tell.
 */
const FORGIVEN_HALF_MS = 10_000;

/**
 * Health from recent outcomes, exponentially smoothed over calls and forgiven over time. Finer than the breaker, which
 * closes a gateway altogether: an unwell gateway is only asked after those that are well. Kept per process, which sees
 * hundreds of calls where it matters; processes need not agree. Instants are the caller's, in milliseconds of any steady clock.
 */
export class GatewayHealth {
  private failing = 0;
  private slowMs = 0;
  private at = 0;

  /** `answered`: any word counts but silence, no connection, and being turned away. */
  heard(answered: boolean, tookMs: number, nowMs: number): void {
    this.forgive(nowMs);
    this.failing += CALL_WEIGHT * ((answered ? 0 : 1) - this.failing);
    // A call that was refused at once says nothing of how fast the others are.
    if (answered || tookMs > this.slowMs) this.slowMs += CALL_WEIGHT * (tookMs - this.slowMs);
  }

  condition(nowMs: number): GatewayCondition {
    this.forgive(nowMs);
    const answered = 1 - this.failing;
    return { answered, latencyMs: this.slowMs, well: answered >= ANSWERED_MIN && this.slowMs <= LATENCY_MS_MAX };
  }

  private forgive(nowMs: number): void {
    const left = 0.5 ** (Math.max(0, nowMs - this.at) / FORGIVEN_HALF_MS);
    this.failing *= left;
    // What it takes when it is well is not forgotten, only what is held against it.
    if (this.slowMs > LATENCY_MS_MAX / 2) this.slowMs = LATENCY_MS_MAX / 2 + (this.slowMs - LATENCY_MS_MAX / 2) * left;
    this.at = Math.max(this.at, nowMs);
  }
}
