import { BulkheadRejectedError, bulkhead, type BulkheadPolicy, CircuitState, circuitBreaker, type CircuitBreakerPolicy, CountBreaker, handleWhenResult } from 'cockatiel';
import type { Observation } from './attempt.js';
import { CONNECTIONS_MAX } from './gateway-http.js';
import { type ChargeRequest, GatewaySilent, type NamedCharge, type Notice, type PaymentGateway } from './payment-gateway.js';

// Half of the last 20 calls: one bad card token in a row of good ones must not close a gateway.
const SAMPLE = 20;
const SAMPLE_MIN = 8;
const FAILING_SHARE = 0.5;
const TRIAL_AFTER_MS = 5_000;
/** What may wait for a connection; beyond it a call is refused here, which is a call not sent. */
const WAITING_MAX = 5_000;

export type BreakerState = 'closed' | 'open' | 'trial';

/**
 * The way to one gateway: at most so many calls at a time, and none while its breaker is open. A breaker that refuses a call
 * before it is made means `not_sent`; a call that was made and failed stays `unknown`, whatever the breaker thinks of it.
 */
export class GatewayLine {
  private readonly limit: BulkheadPolicy = bulkhead(CONNECTIONS_MAX, WAITING_MAX);
  private readonly questions: BulkheadPolicy = bulkhead(CONNECTIONS_MAX / 4, WAITING_MAX);
  private readonly breaker: CircuitBreakerPolicy;
  private trialDueAt = 0;

  constructor(readonly gateway: PaymentGateway) {
    const failed = (result: unknown): boolean => ['unknown', 'not_sent', 'throttled'].includes((result as Observation).kind);
    this.breaker = circuitBreaker(handleWhenResult(failed), {
      halfOpenAfter: TRIAL_AFTER_MS,
      breaker: new CountBreaker({ threshold: FAILING_SHARE, size: SAMPLE, minimumNumberOfCalls: SAMPLE_MIN }),
    });
    this.breaker.onBreak(() => (this.trialDueAt = performance.now() + TRIAL_AFTER_MS));
  }

  get name(): string {
    return this.gateway.name;
  }

  get state(): BreakerState {
    if (this.breaker.state === CircuitState.Closed) return 'closed';
    return this.breaker.state === CircuitState.HalfOpen ? 'trial' : 'open';
  }

  /** Calls made and waiting. */
  get load(): number {
    return CONNECTIONS_MAX - this.limit.executionSlots + (WAITING_MAX - this.limit.queueSlots);
  }

  /** Whether it answers, or may have begun to answer again. */
  get promising(): boolean {
    return this.state === 'closed' || (this.state === 'open' && performance.now() >= this.trialDueAt);
  }

  /** Whether a payment sent now would reach it. When a trial is due, one payment is let through and the others go elsewhere. */
  takesWork(): boolean {
    if (this.state === 'closed') return true;
    if (!this.promising) return false;
    this.trialDueAt = performance.now() + TRIAL_AFTER_MS;
    return true;
  }

  /** `stillWanted` is asked when a connection is free: what has waited too long is not sent. */
  charge(request: ChargeRequest, stillWanted: () => boolean): Promise<Observation> {
    return this.within(this.limit, async () => {
      if (!stillWanted()) return { kind: 'not_sent', reason: 'waited too long' };
      // While a trial runs, cockatiel would keep others waiting for its end; a buyer is better served elsewhere.
      if (this.state === 'trial') return { kind: 'not_sent', reason: 'breaker' };
      try {
        return await this.breaker.execute(() => this.gateway.charge(request));
      } catch (error) {
        if (isBreakers(error)) return { kind: 'not_sent', reason: 'breaker' };
        throw error;
      }
    });
  }

  /** Asking and voiding pass by an open breaker, a few at a time: what is unknown must be resolved. */
  ask(question: () => Promise<Observation>): Promise<Observation> {
    return this.within(this.questions, question);
  }

  /** Asks about a charge that a webhook only named. @throws GatewaySilent */
  async news(named: NamedCharge & { eventId: string }): Promise<Notice[]> {
    try {
      return await this.questions.execute(() => this.gateway.news(named));
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? new GatewaySilent(`too many questions for ${this.name}`) : error;
    }
  }

  private async within(limit: BulkheadPolicy, work: () => Promise<Observation>): Promise<Observation> {
    try {
      return await limit.execute(work);
    } catch (error) {
      if (error instanceof BulkheadRejectedError) return { kind: limit === this.limit ? 'not_sent' : 'unreachable', reason: 'too many calls' };
      throw error;
    }
  }
}

const isBreakers = (error: unknown): boolean => typeof error === 'object' && error !== null && ('isBrokenCircuitError' in error || 'isIsolatedCircuitError' in error);
