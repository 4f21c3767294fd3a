import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { BoxOffice } from '../office/box-office.ts';
import { usageOf } from '../office/processes.ts';
import { type PaymentRequest, requestPayments } from './payment-requests.ts';

/** People who pay from their balance. Few, so that the same rows are locked again and again, as with a platform's regulars. */
const PAYERS = 500;
const BALANCE_CENTS = 1_000_000;
/** One statement writes so many: a whole round of the usual size, so that nobody writes any more while it is measured. */
const BLOCK = 20_000;
/** Many times what any round takes. */
const DONE_MS_MAX = 300_000;
const LOOK_EVERY_MS = 100;

export interface TransferRound {
  transfers: number;
  perSecond: number;
  cpuMs: { api: number; postgres: number; simulators: number } | null;
}

/**
 * Transfers of the ledger as the wallet makes them: services paid from a balance, asked for by messages that wait already, so that nothing but
 * the wallet is measured: message, payment, balance, transfer and event, each batch one durable commit.
 */
export class Transfers {
  readonly #office: BoxOffice;
  readonly #payers = Array.from({ length: PAYERS }, () => randomUUID());
  readonly #payee = randomUUID();

  private constructor(office: BoxOffice) {
    this.#office = office;
  }

  static async prepare(office: BoxOffice): Promise<Transfers> {
    const transfers = new Transfers(office);
    const ids = transfers.#payers.map(() => randomUUID());
    await requestPayments(office, transfers.#payers.map((payerUserId, at) => ({ paymentId: ids[at]!, purpose: 'top_up', payerUserId, payeeAccount: null, amountCents: BALANCE_CENTS, method: 'card' })));
    await transfers.#until(() => transfers.#completed(ids), PAYERS);
    return transfers;
  }

  /** Exactly so many, one cent each. */
  async exactly(count: number): Promise<TransferRound> {
    const { database, pid } = this.#office;
    const before = await this.#received();
    const usage = usageOf(pid);
    for (let from = 0; from < count; from += BLOCK) {
      await requestPayments(this.#office, Array.from({ length: Math.min(BLOCK, count - from) }, (_, at): PaymentRequest => ({
        paymentId: randomUUID(), purpose: 'service', payerUserId: this.#payers[(from + at) % PAYERS]!, payeeAccount: this.#payee, amountCents: 1, method: 'wallet',
      })));
    }
    // Looked at by what still waits, which costs nothing; the books are summed once, at the end.
    await this.#until(async () => count - (await this.#waiting()), count);
    const after = usageOf(pid);
    const received = (await this.#received()) - before;
    if (received !== count) throw new Error(`of ${count} transfers the books have ${received}`);
    const seconds = await database.number(
      `select extract(epoch from max(created_at) - min(created_at)) from (select created_at from wallet.transfer where credit_account_id = (select id from wallet.account where owner = $1) order by created_at desc limit $2) as latest`,
      [this.#payee, count],
    );
    const part = (name: 'api' | 'postgres' | 'simulators'): number => ((after!.cpuSeconds[name] - usage!.cpuSeconds[name]) * 1_000) / count;
    return { transfers: count, perSecond: count / seconds, cpuMs: usage && after ? { api: part('api'), postgres: part('postgres'), simulators: part('simulators') } : null };
  }

  /** What the payers have less and the payee has more, in cents: one for each transfer. */
  async books(): Promise<{ paid: number; received: number }> {
    const left = await this.#office.database.number('select sum(credits_posted - debits_posted) from wallet.account where owner = any($1::text[])', [this.#payers]);
    return { paid: PAYERS * BALANCE_CENTS - left, received: await this.#received() };
  }

  async #received(): Promise<number> {
    return this.#office.database.number(`select coalesce((select balance_cents from wallet.account_balance where owner = $1), 0)`, [this.#payee]);
  }

  #waiting(): Promise<number> {
    return this.#office.database.number(`select count(*) from platform.outbox where kind = 'command' and channel = 'wallet'`);
  }

  #completed(ids: string[]): Promise<number> {
    return this.#office.database.number(`select count(*) from wallet.payment where id = any($1::uuid[]) and state = 'completed'`, [ids]);
  }

  async #until(look: () => Promise<number>, wanted: number): Promise<void> {
    for (const deadline = performance.now() + DONE_MS_MAX; (await look()) < wanted; await delay(LOOK_EVERY_MS)) {
      if (performance.now() > deadline) throw new Error(`the wallet has not made ${wanted} transfers in time`);
    }
  }
}
