import { BulkheadRejectedError, bulkhead, type BulkheadPolicy, CircuitState, circuitBreaker, type CircuitBreakerPolicy, CountBreaker, handleWhenResult } from 'cockatiel';
import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayTerms } from '#platform';
import type { Observation } from './attempt.js';
import { CallPace } from './call-pace.js';
import { type GatewayCondition, GatewayHealth } from './gateway-health.js';
import { CONNECTIONS_MAX } from './gateway-http.js';
import { type CaptureRequest, type ChargeRequest, GatewaySilent, type InTurn, type NamedCharge, type Notice, type PaymentGateway, type RefundObservation } from './payment-gateway.js';

// Half of the last 20 calls: one bad card token in a row of good ones must not close a gateway.
const SAMPLE = 20;
const SAMPLE_MIN = 8;
const FAILING_SHARE = 0.5;
const TRIAL_AFTER_MS = 5_000;
/** What may wait for a connection; beyond it a call is refused here, which is a call not sent. */
const WAITING_MAX = 5_000;
/** A buyer who would wait longer for the gateway's pace than it takes to charge at another is sent there. */
const PACE_MS_MAX = 1_000;
/** How long a question waits for the gateway's pace; it is asked again later by itself. */
const QUESTION_MS_MAX = 5_000;
/** The same for a request of a list, which nobody waits for: a slow pace that many processes share gives one less than ten a minute. */
const PAGE_MS_MAX = 60_000;
/** What a gateway may keep us away for with one Retry-After: longer is a mistake of its, or of a proxy before it. */
const AWAY_SECONDS_MAX = 300;
/** A call that has less than this before its window closes would be given up on its way. */
const CALL_MS_MIN = 500;

export type BreakerState = 'closed' | 'open' | 'trial';
export type LineTerms = Pick<GatewayTerms, 'callsMax'> & Partial<Pick<GatewayTerms, 'callsPerSecond' | 'burst'>>;

/**
 * The way to one gateway: so many calls at a time, so many a second, none while its breaker is open or before the instant
 * until which it told us to stay away. A call that is refused here before it is made means `not_sent`; one that was made and
 * failed stays `unknown`, whatever the breaker thinks of it. Nothing is shared with another gateway's line.
 */
export class GatewayLine {
  private readonly limit: BulkheadPolicy;
  private readonly questions: BulkheadPolicy;
  private readonly pace: CallPace;
  private readonly breaker: CircuitBreakerPolicy;
  private readonly health = new GatewayHealth();
  private trialDueAt = 0;
  private awayUntil = 0;
  private pacing = 0;

  constructor(
    readonly gateway: PaymentGateway,
    readonly terms: LineTerms = { callsMax: CONNECTIONS_MAX },
    processes?: () => number,
  ) {
    this.limit = bulkhead(terms.callsMax, WAITING_MAX);
    this.questions = bulkhead(Math.max(1, terms.callsMax / 4), WAITING_MAX);
    this.pace = new CallPace(terms.callsPerSecond, terms.burst, processes);
    const failed = (result: unknown): boolean => !isAnswer(result as Observation);
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

  /** Whether the next payment tries it. Where nobody pays, that says nothing of the gateway, which may be long back. */
  get trialDue(): boolean {
    return this.state === 'open' && performance.now() >= this.trialDueAt;
  }

  get condition(): GatewayCondition {
    return this.health.condition(performance.now());
  }

  /** Calls made and waiting. */
  get load(): number {
    return this.terms.callsMax - this.limit.executionSlots + this.waiting;
  }

  /** How long it has told us to stay away, still. */
  get awaySeconds(): number {
    return Math.max(0, this.awayUntil - performance.now()) / 1_000;
  }

  /** Whether it answers, or may have begun to answer again. */
  get promising(): boolean {
    if (this.awaySeconds > 0) return false;
    return this.state === 'closed' || this.trialDue;
  }

  /**
   * Whether a payment sent now would reach it soon. When a trial is due, one payment is let through and the others go
   * elsewhere; where as many wait already as are being served, whoever comes is better served elsewhere: a gateway
   * that hangs holds up one round of payments and no more.
   */
  takesWork(): boolean {
    if (!this.promising || this.waiting >= this.terms.callsMax || this.pace.waitMs(performance.now()) > PACE_MS_MAX) return false;
    if (this.state !== 'closed') this.trialDueAt = performance.now() + TRIAL_AFTER_MS;
    return true;
  }

  /** Sent within `patienceMs` or not at all; a call under way is given up when the payment's window closes, `windowMs` from now. */
  async charge(request: ChargeRequest, patienceMs: number, windowMs: number): Promise<Observation> {
    const startedAt = performance.now();
    const left = (): number => windowMs - (performance.now() - startedAt);
    const turn = await this.turn(patienceMs);
    if (turn !== 'come') return turn;
    return this.within<Observation>(this.limit, { kind: 'not_sent', reason: 'too many calls' }, async () => {
      if (performance.now() - startedAt >= patienceMs) return { kind: 'not_sent', reason: 'waited too long' };
      if (this.awaySeconds > 0) return this.away();
      // While a trial runs, cockatiel would keep others waiting for its end; a buyer is better served elsewhere.
      if (this.state === 'trial') return { kind: 'not_sent', reason: 'breaker' };
      try {
        return await this.breaker.execute(() => this.heard(this.gateway.charge({ ...request, answerMsMax: Math.max(CALL_MS_MIN, left()) })));
      } catch (error) {
        if (isBreakers(error)) return { kind: 'not_sent', reason: 'breaker' };
        throw error;
      }
    });
  }

  /**
   * Takes what was authorised, where there is room as for a charge. An open breaker does not hold it back, for this money can be taken nowhere
   * else. What was not sent is sent after the next look, but never after the window.
   */
  async capture(request: CaptureRequest, windowMs: number): Promise<Observation> {
    const startedAt = performance.now();
    const left = (): number => windowMs - (performance.now() - startedAt);
    const turn = await this.turn(Math.min(QUESTION_MS_MAX, windowMs));
    if (turn !== 'come') return turn;
    return this.within<Observation>(this.limit, { kind: 'not_sent', reason: 'too many calls' }, async () => {
      if (left() <= 0) return { kind: 'not_sent', reason: 'waited too long' };
      const call = () => this.heard(this.gateway.capture({ ...request, answerMsMax: Math.max(CALL_MS_MIN, left()) }));
      return this.state === 'closed' ? this.breaker.execute(call) : call();
    });
  }

  /** Asking and voiding pass by an open breaker, a few at a time: what is unknown must be resolved. */
  async ask(question: () => Promise<Observation>): Promise<Observation> {
    const turn = await this.turn(QUESTION_MS_MAX);
    if (turn !== 'come') return { kind: 'unreachable', reason: turn.reason };
    return this.within<Observation>(this.questions, { kind: 'unreachable', reason: 'too many calls' }, question);
  }

  /** Asks about a charge that a webhook only named. @throws GatewaySilent */
  news(named: NamedCharge & { eventId: string }): Promise<Notice[]> {
    return this.inTurn(QUESTION_MS_MAX, () => this.gateway.news(named));
  }

  /** A list of its, each request of which is a question, however many a page of ours takes: a long one leaves room for whoever pays meanwhile. @throws GatewaySilent */
  paced<Item>(list: (inTurn: InTurn) => AsyncIterable<Item[]>): AsyncIterable<Item[]> {
    return list((request) => this.inTurn(PAGE_MS_MAX, request));
  }

  /** Giving back keeps to the same limits; what was not sent is asked about and sent later. */
  async giveBack(call: () => Promise<RefundObservation>): Promise<RefundObservation> {
    const turn = await this.turn(QUESTION_MS_MAX);
    if (turn !== 'come') return { kind: 'unknown', reason: turn.reason };
    return this.within<RefundObservation>(this.questions, { kind: 'unknown', reason: 'too many calls' }, call);
  }

  /** @throws GatewaySilent where its pace or its room leave no time for a question */
  private async inTurn<Answer>(patienceMs: number, question: () => Promise<Answer>): Promise<Answer> {
    const turn = await this.turn(patienceMs);
    if (turn !== 'come') throw new GatewaySilent(`${this.name}: ${turn.reason}`);
    try {
      return await this.questions.execute(question);
    } catch (error) {
      throw error instanceof BulkheadRejectedError ? new GatewaySilent(`too many questions for ${this.name}`) : error;
    }
  }

  private get waiting(): number {
    return this.pacing + (WAITING_MAX - this.limit.queueSlots);
  }

  private away(): Observation & { kind: 'not_sent' } {
    return { kind: 'not_sent', reason: 'told to come later', retryAfterSeconds: Math.ceil(this.awaySeconds) };
  }

  /** Waits for the gateway's pace; an observation where that would take too long. */
  private async turn(patienceMs: number): Promise<'come' | (Observation & { kind: 'not_sent' })> {
    if (this.awaySeconds > 0) return this.away();
    const waitMs = this.pacing < WAITING_MAX ? this.pace.take(performance.now(), patienceMs) : null;
    if (waitMs === null) return { kind: 'not_sent', reason: 'its pace leaves no room in time', retryAfterSeconds: Math.ceil(this.pace.waitMs(performance.now()) / 1_000), ownLimit: true };
    if (waitMs === 0) return 'come';
    this.pacing++;
    await delay(waitMs);
    this.pacing--;
    return 'come';
  }

  /** What a call that moves money says, of it and of the gateway. */
  private async heard(call: Promise<Observation>): Promise<Observation> {
    const startedAt = performance.now();
    const seen = await call;
    const now = performance.now();
    this.health.heard(isAnswer(seen), now - startedAt, now);
    if (seen.kind === 'throttled' && seen.retryAfterSeconds !== undefined) {
      this.awayUntil = Math.max(this.awayUntil, now + Math.min(seen.retryAfterSeconds, AWAY_SECONDS_MAX) * 1_000);
    }
    return seen;
  }

  private async within<Seen>(limit: BulkheadPolicy, refused: Seen, work: () => Promise<Seen>): Promise<Seen> {
    try {
      return await limit.execute(work);
    } catch (error) {
      if (error instanceof BulkheadRejectedError) return refused;
      throw error;
    }
  }
}

const isAnswer = ({ kind }: Observation): boolean => !['unknown', 'not_sent', 'throttled'].includes(kind);
const isBreakers = (error: unknown): boolean => typeof error === 'object' && error !== null && ('isBrokenCircuitError' in error || 'isIsolatedCircuitError' in error);
