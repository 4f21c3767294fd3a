import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Log, Metrics } from '#platform';
import { isLive, isOver, type Observation } from './attempt.js';
import type { Attempt } from './attempt.repository.js';
import { Gateways } from './gateways.js';
import { Refunds } from './refunds.js';
import { type Errand, Settlement, type Sighting } from './settlement.js';

// A third of the time after which another process may ask about an attempt: what has waited longer is left to it.
const SEND_WITHIN_MS = 5_000;
const SHUTDOWN_MS_MAX = 8_000;

/** Attempts on their way: calls the gateways, hands what they say to the settlement, and does what follows from it. */
@Injectable()
export class Attempts implements BeforeApplicationShutdown {
  private readonly running = new Set<Promise<void>>();
  private readonly duration;

  constructor(
    private readonly gateways: Gateways,
    private readonly settlement: Settlement,
    private readonly refunds: Refunds,
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.duration = metrics.histogram('catraca_payment_attempt_duration_seconds', 'From the call to what the gateway said, waiting for a connection included.', ['gateway', 'method', 'said']);
  }

  /** Attempts being worked on in this process. */
  get underway(): number {
    return this.running.size;
  }

  /** Sends an attempt that is written down. Returns at once; what comes of it is settled later. */
  send(attempt: Attempt, via: 'charge' | 'replay' = 'charge'): void {
    this.run(async () => {
      const startedAt = performance.now();
      const observation = await this.charge(attempt);
      this.duration.observe({ gateway: attempt.gateway, method: attempt.method, said: observation.kind }, (performance.now() - startedAt) / 1_000);
      return this.settle({ attemptId: attempt.id, observation, via });
    }, attempt);
  }

  /** Takes what was authorised. Returns at once; what comes of it is settled later. */
  capture(attempt: Attempt): void {
    this.run(async () => this.settle({ attemptId: attempt.id, observation: await this.take(attempt), via: 'capture' }), attempt);
  }

  /** Asks what became of an attempt, or cancels it where it is no longer wanted. Returns at once. */
  look(attempt: Attempt): void {
    this.run(async () => {
      if (neverSent(attempt)) return this.settle({ attemptId: attempt.id, observation: { kind: 'not_sent', reason: 'no longer wanted' }, via: 'charge' });
      return this.settle({ attemptId: attempt.id, observation: await this.ask(attempt), via: 'look' });
    }, attempt);
  }

  /** Settles what a gateway said by itself, and does what follows. Resolves when it is durable. @throws Overloaded */
  async hear(sighting: Sighting): Promise<void> {
    await this.settle(sighting);
  }

  refund(refunds: readonly Parameters<Refunds['send']>[0][]): void {
    for (const refund of refunds) this.run(() => this.refunds.send(refund), { id: refund.attemptId });
  }

  lookAtRefund(refund: Parameters<Refunds['look']>[0]): void {
    this.run(() => this.refunds.look(refund), { id: refund.attemptId });
  }

  /** Answers on their way are awaited for a while; what is lost with the process is asked about by the next one. */
  async beforeApplicationShutdown(): Promise<void> {
    const until = performance.now() + SHUTDOWN_MS_MAX;
    while (this.running.size > 0 && performance.now() < until) await Promise.race([Promise.allSettled(this.running), delay(50)]);
  }

  private async charge(attempt: Attempt): Promise<Observation> {
    const { reference, paymentId, method, amountCents, currency, token, description, payerEmail, secondsLeft, windowSeconds } = attempt;
    const windowMs = secondsLeft * 1_000;
    const request = { reference, paymentId, method, amountCents, currency, token, description, payerEmail, pixSeconds: Math.ceil(windowSeconds) };
    return this.gateways.line(attempt.gateway).charge(request, Math.min(SEND_WITHIN_MS, windowMs), windowMs);
  }

  /**
   * Under a key for each look: whoever has heard the same asks under the same one, and a failure that a gateway has kept, and tells again under
   * its key, does not outlast the look that finds the money still there.
   */
  private take({ reference, chargeId, amountCents, looks, secondsLeft, gateway }: Attempt): Promise<Observation> {
    // Never null: an observation of an authorisation brings it.
    if (chargeId === null) throw new Error(`nothing names what was authorised as ${reference}`);
    return this.gateways.line(gateway).capture({ reference, chargeId, amountCents, key: `${reference}-capture-${looks}` }, secondsLeft * 1_000);
  }

  private async ask(attempt: Attempt): Promise<Observation> {
    const { reference, chargeId } = attempt;
    const line = this.gateways.line(attempt.gateway);
    if (chargeId !== null && isLive(attempt.state) && isOver(attempt)) return line.ask(() => line.gateway.void({ reference, chargeId }));
    const seen = await line.ask(() => line.gateway.find({ reference, chargeId }));
    const forNobody = seen.kind === 'authorized' && !isLive(attempt.state);
    return forNobody ? line.ask(() => line.gateway.void({ reference, chargeId: seen.chargeId })) : seen;
  }

  private async settle(sighting: Sighting): Promise<void> {
    for (const errand of await this.settlement.submit(sighting)) this.goOn(errand);
  }

  private goOn(errand: Errand): void {
    if (errand.kind === 'send') this.send(errand.attempt, errand.via);
    else if (errand.kind === 'capture') this.capture(errand.attempt);
    else if (errand.kind === 'look') this.look(errand.attempt);
    else this.refund([errand.refund]);
  }

  /** Whatever fails here leaves the attempt live and due, so that it is asked about again. */
  private run(work: () => Promise<void>, about: { id: string }): void {
    const running: Promise<void> = work()
      .catch((error: unknown) => this.log.warn({ err: error, attemptId: about.id }, 'an attempt stays open, it will be asked about'))
      .finally(() => this.running.delete(running));
    this.running.add(running);
  }
}

/** It surely never left us. */
export const neverSent = (attempt: Attempt): boolean => attempt.state === 'pending' && attempt.secondsSinceSent === null;

