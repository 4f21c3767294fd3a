import assert from 'node:assert/strict';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail, Config, type DomainError, newId, type Tx } from '#platform';
import { BooksRepository } from './books.repository.js';
import { type GatewayPayout, GatewayPayoutRepository } from './gateway-payout.repository.js';
import type { payoutAnswer } from './gateway-payout.schemas.js';
import { payoutView } from './gateway-payout-views.js';
import { type KeyedRequest, KeptRequests } from './kept-requests.js';
import type { AccountRef, TransferDraft } from './ledger.js';
import { LedgerRepository } from './ledger.repository.js';
import { GatewayOwesLess, PayoutNotFound, PayoutReferenceTaken, PayoutReversed } from './wallet.errors.js';
import { WalletDatabase } from './wallet-database.js';

export type StatedPayout = Pick<GatewayPayout, 'grossCents' | 'feeCents' | 'netCents' | 'reference' | 'valueDate' | 'note'>;

type Answer = z.infer<typeof payoutAnswer>;

/** What a gateway gives to one of the platform's accounts; below zero: what goes the other way. */
type Booking = Pick<TransferDraft, 'code' | 'amountCents'> & { to: 'clearing' | 'gateway_fees' };

/**
 * What gateways have paid out of what they took, less their own fees: written down by administrators, so that a gateway's account says what
 * it still owes. Never changed: what was entered wrongly is reversed by transfers of its own, and entered once more.
 */
@Injectable()
export class GatewayPayouts {
  constructor(
    private readonly database: WalletDatabase,
    private readonly payouts: GatewayPayoutRepository,
    private readonly requests: KeptRequests,
    private readonly books: BooksRepository,
    private readonly ledgers: LedgerRepository,
    private readonly audit: AuditTrail,
    private readonly config: Config,
  ) {}

  /** The same key and body are one payout, or one refusal. @throws GatewayOwesLess, PayoutReferenceTaken, IdempotencyKeyReused */
  record(by: KeyedRequest, gateway: string, stated: StatedPayout): Promise<Answer> {
    return this.once(by, gateway, async (tx, accountId) => {
      const [owedCents, taken] = [await this.owed(tx, accountId), await this.payouts.byReference(tx, gateway, stated.reference)];
      if (taken) return new PayoutReferenceTaken({ payoutId: taken });
      const currency = this.config.ledgerCurrency;
      if (!(await this.isOwed(tx, gateway, accountId, owedCents, stated))) return new GatewayOwesLess({ owedCents, currency });
      const id = newId();
      await this.payouts.insert(tx, { ...stated, id, gateway, currency, madeBy: by.userId });
      await this.book(tx, id, gateway, [{ code: 'payout', to: 'clearing', amountCents: stated.netCents }, { code: 'gateway_fee', to: 'gateway_fees', amountCents: stated.feeCents }]);
      const { note: _note, ...data } = stated;
      await this.say(tx, by, 'record_payout', gateway, { payoutId: id, ...data, currency });
      return id;
    });
  }

  /** Takes back what was entered wrongly, whole. @throws PayoutNotFound, PayoutReversed, IdempotencyKeyReused */
  reverse(by: KeyedRequest, gateway: string, payoutId: string, note: string): Promise<Answer> {
    return this.once(by, gateway, async (tx) => {
      const { id, reversedAt, netCents, feeCents } = await this.found(tx, gateway, payoutId);
      if (reversedAt) return new PayoutReversed({ reversedAt: reversedAt.toISOString() });
      await this.payouts.reverse(tx, id, by.userId, note);
      await this.book(tx, id, gateway, [{ code: 'payout_reversal', to: 'clearing', amountCents: -netCents }, { code: 'payout_reversal', to: 'gateway_fees', amountCents: -feeCents }]);
      await this.say(tx, by, 'reverse_payout', gateway, { payoutId: id });
      return id;
    });
  }

  /** What the gateway owes now; below zero where more went back through it than it still had. */
  async owedCents(gateway: string): Promise<number> {
    const tx = this.database.reads;
    return this.owed(tx, await this.payouts.accountOf(tx, gateway, this.config.ledgerCurrency));
  }

  /** Newest first. */
  page(gateway: string, before: number | undefined, limit: number): Promise<GatewayPayout[]> {
    return this.payouts.page(this.database.reads, gateway, before, limit);
  }

  /** @throws PayoutNotFound */
  find(gateway: string, id: string): Promise<GatewayPayout> {
    return this.found(this.database.reads, gateway, id);
  }

  /** `write` gives the payout that it has written, or a refusal that was decided about what is there. */
  private once(by: KeyedRequest, gateway: string, write: (tx: Tx, accountId: string | null) => Promise<string | DomainError>): Promise<Answer> {
    return this.requests.once(by, async (tx) => {
      const written = await write(tx, await this.payouts.lockAccount(tx, gateway, this.config.ledgerCurrency));
      return typeof written === 'string' ? payoutView(await this.found(tx, gateway, written)) : written;
    });
  }

  /** A gateway that keeps nothing, or all, makes one transfer of the two. */
  private async book(tx: Tx, payoutId: string, gateway: string, bookings: Booking[]): Promise<void> {
    const moving = bookings.filter(({ amountCents }) => amountCents !== 0).map((booking) => ({ ...booking, id: newId() }));
    const owing = this.accountOf('gateway', gateway);
    const ledger = await this.ledgers.open(tx, [owing, ...moving.map(({ to }) => this.accountOf('platform', to))], []);
    for (const { id, code, to, amountCents } of moving) {
      const sides = [ledger.account(this.accountOf('platform', to)).id, ledger.account(owing).id] as const;
      const [debitAccountId, creditAccountId] = amountCents > 0 ? sides : sides.toReversed() as [string, string];
      const result = ledger.create({ id, flag: 'posted', code, paymentId: null, debitAccountId, creditAccountId, amountCents: Math.abs(amountCents) });
      assert.equal(result, 'created');
    }
    await this.ledgers.write(tx, ledger);
    await this.payouts.book(tx, payoutId, moving.map(({ id }) => id));
  }

  private async owed(tx: Tx, accountId: string | null): Promise<number> {
    if (accountId === null) return 0;
    const [now] = await this.books.countersAt(tx, accountId, ['infinity']);
    assert(now);
    return now.debitsPosted - now.creditsPosted;
  }

  /**
   * Whether there is as much to pay for whichever of the two owes: now, or on the day on which it came, for what has gone back since then says nothing of it.
   * It is not there twice: another payout that came later must still have had what it paid.
   */
  private async isOwed(tx: Tx, gateway: string, accountId: string | null, owedCents: number, stated: StatedPayout): Promise<boolean> {
    const sign = Math.sign(stated.grossCents);
    const asked = sign * stated.grossCents;
    if (asked <= Math.max(0, sign * owedCents)) return true;
    if (accountId === null) return false;
    const days = await this.payouts.days(tx, gateway, stated);
    const counters = await this.books.countersAt(tx, accountId, days.flatMap(({ midnights }) => midnights));
    const owedOn = days.map(({ bookedCents, cameCents }, day) =>
      // What was refunded on the day itself may have gone after the payout, and what was taken before it.
      Math.max(...bookedCents.map((booked, nth) => {
        const then = counters[day * bookedCents.length + nth];
        assert(then);
        return sign * (then.debitsPosted - then.creditsPosted + booked - cameCents);
      })),
    );
    return asked <= Math.min(...owedOn);
  }

  private async found(tx: Tx, gateway: string, id: string): Promise<GatewayPayout> {
    const payout = await this.payouts.find(tx, gateway, id);
    if (!payout) throw new PayoutNotFound();
    return payout;
  }

  private accountOf(kind: 'gateway' | 'platform', owner: string): AccountRef {
    return { kind, owner, currency: this.config.ledgerCurrency };
  }

  private async say(tx: Tx, { userId, address }: KeyedRequest, act: string, gateway: string, data: Record<string, unknown>): Promise<void> {
    await this.audit.append(tx, { actor: userId, action: `wallet.${act}`, target: `gateway:${gateway}`, data, personal: { address } });
  }
}
