import { Module } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Consumers, Database, type Message, newId, Outbox, type OutgoingMessage, type Principal } from '#platform';
import {
  CancelPayment,
  PaymentCompleted,
  PaymentConflicted,
  PaymentDisputed,
  PaymentFailed,
  PaymentPresented,
  PaymentRefunded,
  RefundPayment,
  RefundRefused,
  RequestPayment,
  WalletModule,
} from '#wallet';
import {
  AttemptDisputed,
  AttemptPayment,
  AttemptPresented,
  AttemptRefunded,
  AttemptSettled,
  CompareBooks,
  RefundAttempt,
  SeeToAttempt,
  VoidAttempt,
} from '#payments';
import { until } from './eventually.js';
import type { TestDatabase } from './test-database.js';
import { membershipsByDecree, sessionsByDecree, startHouse, type TestHouse } from './test-house.js';

export const newRequest = (change: Partial<RequestPayment> = {}): RequestPayment => ({
  paymentId: newId(),
  purpose: { kind: 'order', id: newId() },
  payerUserId: newId(),
  payeeAccount: newId(),
  amountCents: 10_000,
  currency: 'BRL',
  method: 'card',
  token: 'tok_ok',
  fromWalletCents: 0,
  deadline: new Date(Date.now() + 300_000).toISOString(),
  buyer: {},
  description: 'Two seats',
  ...change,
});

/** However far a test moves the clock. */
export const muchLater = (): string => new Date(Date.now() + 10 * 365 * 86_400_000).toISOString();

/** The wallet with orders and the processor played by the test: what they are told is collected, what they say is sent. */
export class WalletHouse {
  private constructor(
    readonly house: TestHouse,
    /** Where the wallet's facts are. */
    readonly database: TestDatabase,
    /** What the processes on one database heard together: they share the partitions. */
    readonly heard: Message[],
  ) {}

  static async start(database: TestDatabase, principals: Record<string, Principal> = {}, heard: Message[] = [], organisers: Record<string, string[]> = {}, facts: TestDatabase = database): Promise<WalletHouse> {
    @Module({})
    class Neighbours {
      constructor(consumers: Consumers) {
        const hear = async (messages: Message[]) => void heard.push(...messages);
        consumers.commands('payments', [AttemptPayment, VoidAttempt, RefundAttempt, SeeToAttempt], hear);
        // Told of itself once the test's database is minutes old.
        consumers.commands('payments-books', [CompareBooks], hear);
        consumers.events('neighbours', [PaymentPresented, PaymentCompleted, PaymentFailed, PaymentRefunded, RefundRefused, PaymentDisputed, PaymentConflicted], hear);
      }
    }
    // Dead letters are asserted where they are meant to be, not logged.
    const house = await startHouse(database, [WalletModule, Neighbours, sessionsByDecree(principals), membershipsByDecree(organisers)], { LOG_LEVEL: 'fatal', ...(facts !== database && { WALLET_DATABASE_URL: facts.url }) });
    return new WalletHouse(house, facts, heard);
  }

  async say(...messages: OutgoingMessage[]): Promise<void> {
    await this.house.app.get(Database).transaction((tx) => this.house.app.get(Outbox).append(tx, messages));
  }

  /** The one message of that type about a payment. */
  hear<Payload>(type: { name: string; is: (message: Message) => boolean }, paymentId: string): Promise<Payload> {
    return until(
      () => this.heard.find((message) => type.is(message) && message.key === paymentId)?.payload as Payload | undefined,
      `${type.name} of ${paymentId}`,
    );
  }

  about(paymentId: string): string[] {
    return this.heard.filter(({ key }) => key === paymentId).map(({ type }) => type);
  }

  request(change: Partial<RequestPayment> = {}): Promise<RequestPayment> {
    const request = newRequest(change);
    return this.say(RequestPayment.message(request)).then(() => request);
  }

  captured(paymentId: string, amountCents: number, attemptId = newId()): OutgoingMessage {
    return AttemptSettled.message({ paymentId, attemptId, gateway: 'aurora', outcome: 'captured', amountCents, retryable: false });
  }

  /** The gateway took something else than it was asked for. */
  conflicted(paymentId: string, amountCents: number, currency?: string): OutgoingMessage {
    return AttemptSettled.message({ paymentId, attemptId: newId(), gateway: 'aurora', outcome: 'conflicted', amountCents, ...(currency && { currency }), retryable: false });
  }

  ended(paymentId: string, outcome: 'declined' | 'failed' | 'voided'): OutgoingMessage {
    return AttemptSettled.message({ paymentId, attemptId: null, gateway: null, outcome, amountCents: 0, retryable: true });
  }

  presented(paymentId: string): OutgoingMessage {
    return AttemptPresented.message({ paymentId, pix: { brCode: '000201', expiresAt: new Date(Date.now() + 300_000).toISOString() } });
  }

  refunded(paymentId: string, refundId: string, outcome: 'refunded' | 'refused' = 'refunded'): OutgoingMessage {
    return AttemptRefunded.message({ paymentId, refundId, outcome });
  }

  disputed(paymentId: string, disputeId: string, state: 'opened' | 'won' | 'lost', amountCents: number): OutgoingMessage {
    return AttemptDisputed.message({ paymentId, attemptId: newId(), gateway: 'aurora', disputeId, amountCents, state });
  }

  cancel = (paymentId: string, reason: 'expired' | 'cancelled' = 'expired'): OutgoingMessage => CancelPayment.message({ paymentId, reason });

  refund = (paymentId: string, refundId: string, amountCents: number): OutgoingMessage =>
    RefundPayment.message({ paymentId, refundId, amountCents, reason: 'asked' });

  /** Money on somebody's balance, the way it gets there: a top-up that a gateway captured. */
  async give(userId: string, amountCents: number): Promise<void> {
    const id = newId();
    await this.request({ paymentId: id, purpose: { kind: 'top_up', id }, payerUserId: userId, payeeAccount: null, amountCents, deadline: muchLater() });
    await this.hear(AttemptPayment, id);
    await this.say(this.captured(id, amountCents));
    await this.hear(PaymentCompleted, id);
  }

  async balance(userId: string): Promise<[balance: number, frozen: number]> {
    const [row] = await this.database.query<{ balance: number; frozen: number }>(
      `select credits_posted - debits_posted as balance, debits_pending as frozen from wallet.account where kind = 'buyer' and owner = $1`,
      [userId],
    );
    return [row?.balance ?? 0, row?.frozen ?? 0];
  }

  async state(paymentId: string): Promise<string | undefined> {
    const [row] = await this.database.query<{ state: string }>('select state from wallet.payment where id = $1', [paymentId]);
    return row?.state;
  }

  /** @throws showing the rows that the wallet's invariants return. */
  async verify(note = ''): Promise<void> {
    for (const name of ['I4-wallet', 'I5', 'I5-books', 'I5-clearing', 'I5-receipts']) {
      const text = await readFile(join(import.meta.dirname, `../../src/verify/${name}.sql`), 'utf8');
      const rows = await this.database.query(text);
      if (rows.length > 0) throw new Error(`${name} is broken ${note}: ${JSON.stringify(rows, null, 2)}`);
    }
  }

  deadLetters = () => this.database.query<{ type: string; error: string }>('select type, error from platform.dead_letter');
}

export { AttemptPayment, AttemptSettled, RefundAttempt, VoidAttempt };
