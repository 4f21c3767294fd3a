import { Injectable, type OnModuleInit } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Consumers, Database, Inbox, type Message, newId, Outbox, Overloaded, type Tx } from '#platform';
import { isLive } from './attempt.js';
import { type Attempt, AttemptRepository, attemptIdOf, type NewAttempt } from './attempt.repository.js';
import { Attempts } from './attempts.js';
import { Gateways } from './gateways.js';
import { Disputes } from './disputes.js';
import { GatewaySilent, type NamedCharge, type Notice } from './payment-gateway.js';
import { AttemptPayment, RefundAttempt, SeeToAttempt, VoidAttempt } from './payments.commands.js';
import { AttemptSettled } from './payments.events.js';
import { type Refund } from './refund.repository.js';
import { Refunds } from './refunds.js';
import { bornTooLate } from './settlement.js';

/** Attempts on their way in one process; more commands wait in their queue, where a crash costs nothing. */
const UNDERWAY_MAX = 4_000;

/** payment-processor: takes commands, tells what came of them. It knows no orders and no balances. */
@Injectable()
export class Payments implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly repository: AttemptRepository,
    private readonly attempts: Attempts,
    private readonly refunds: Refunds,
    private readonly disputes: Disputes,
    private readonly gateways: Gateways,
  ) {}

  onModuleInit(): void {
    this.consumers.commands('payments', [AttemptPayment, VoidAttempt, RefundAttempt, SeeToAttempt], (messages) => this.take(messages));
  }

  /** Writes everything down in one transaction and returns; the gateways are called after it, and nobody waits for them here. */
  async take(messages: Message[]): Promise<void> {
    while (this.attempts.underway > UNDERWAY_MAX) await delay(10);
    const written = await this.database.transaction(async (tx) => {
      const fresh = await this.inbox.fresh(tx, 'payments', messages);
      // Before any of them is written: what is seen to, voided and given back are others each time, and all are locked in one order.
      const standing = fresh.flatMap((message) => (SeeToAttempt.is(message) || VoidAttempt.is(message) || RefundAttempt.is(message) ? [message.payload.paymentId] : []));
      await this.repository.lockPayments(tx, standing);
      await this.repository.seeTo(tx, fresh.flatMap((message) => (SeeToAttempt.is(message) ? [message.payload.attemptId] : [])));
      return {
        toSend: await this.writeAttempts(tx, fresh.filter((message) => AttemptPayment.is(message))),
        toVoid: await this.requestVoids(tx, fresh.filter((message) => VoidAttempt.is(message))),
        toRefund: await this.writeRefunds(tx, fresh.filter((message) => RefundAttempt.is(message))),
      };
    });
    const cancelled = new Set(written.toVoid.map(({ id }) => id));
    for (const attempt of written.toSend) {
      // Cancelled in the batch that wrote it: it never leaves.
      if (cancelled.delete(attempt.id)) await this.attempts.hear({ attemptId: attempt.id, observation: { kind: 'not_sent', reason: 'cancelled' }, via: 'charge' });
      else this.attempts.send(attempt);
    }
    for (const attempt of written.toVoid) if (cancelled.has(attempt.id)) this.attempts.look(attempt);
    this.attempts.refund(written.toRefund);
  }

  /** Takes the news of a webhook. Resolves when all of it is durable. @throws Overloaded also where the gateway must be asked and does not answer */
  async hear(gateway: string, notices: Notice[]): Promise<void> {
    await Promise.all(
      notices.map((notice) => {
        if (notice.about === 'name') return this.hearOf(gateway, notice);
        const id = attemptIdOf(notice.reference);
        const event = { gateway, eventId: notice.eventId };
        if (id === undefined) return Promise.resolve();
        if (notice.about === 'refund') return this.refunds.hear({ refundId: id, observation: notice.observation, event });
        if (notice.about === 'dispute') {
          const { disputeId, amountCents, state } = notice;
          return this.disputes.hear({ attemptId: id, disputeId, amountCents, state, event });
        }
        return this.attempts.hear({ attemptId: id, observation: notice.observation, via: 'notice', event });
      }),
    );
  }

  private async hearOf(gateway: string, named: NamedCharge & { eventId: string }): Promise<void> {
    try {
      await this.hear(gateway, (await this.gateways.line(gateway).news(named)).filter(({ about }) => about !== 'name'));
    } catch (error) {
      // Not acknowledged, so that it comes again.
      throw error instanceof GatewaySilent ? new Overloaded() : error;
    }
  }

  private async writeAttempts(tx: Tx, messages: Message<AttemptPayment>[]): Promise<Attempt[]> {
    const placeless: Message<AttemptPayment>[] = [];
    const attempts = messages.flatMap((message): NewAttempt[] => {
      const { paymentId, method, amountCents, currency, token, description, buyer, deadline, sandbox = false } = message.payload;
      const remainingSeconds = (Date.parse(deadline) - message.occurredAt.getTime()) / 1_000;
      const [gateway] = this.gateways.routesFor({ paymentId, method, amountCents, remainingSeconds, token: token ?? null, sandbox });
      if (gateway === undefined) placeless.push(message);
      return gateway === undefined ? [] : [{ id: newId(), paymentId, ordinal: 1, gateway, method, amountCents, currency, token: token ?? null, description, payerEmail: buyer.email ?? null, sandbox, deadline, requestId: message.requestId }];
    });
    const written = await this.repository.insert(tx, attempts);
    await this.outbox.append(tx, [
      ...written.filter(({ state }) => !isLive(state)).map((attempt) => bornTooLate(attempt)),
      ...placeless.map(({ payload: { paymentId, amountCents }, requestId }) =>
        AttemptSettled.message({ paymentId, attemptId: null, gateway: null, outcome: 'failed', amountCents, retryable: true }, requestId),
      ),
    ]);
    return written.filter(({ state }) => isLive(state));
  }

  private async requestVoids(tx: Tx, messages: Message<VoidAttempt>[]): Promise<Attempt[]> {
    if (messages.length === 0) return [];
    const { live, tried } = await this.repository.requestVoid(tx, messages.map(({ payload }) => payload.paymentId));
    const never = messages.filter(({ payload }) => !tried.has(payload.paymentId));
    await this.outbox.append(
      tx,
      never.map(({ payload: { paymentId }, requestId }) => AttemptSettled.message({ paymentId, attemptId: null, gateway: null, outcome: 'voided', amountCents: 0, retryable: false }, requestId)),
    );
    return live;
  }

  private writeRefunds(tx: Tx, messages: Message<RefundAttempt>[]): Promise<Refund[]> {
    return this.refunds.take(tx, messages.map(({ payload, requestId }) => ({ ...payload, requestId })));
  }
}
