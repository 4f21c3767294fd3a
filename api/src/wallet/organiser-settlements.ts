import assert from 'node:assert/strict';
import { Injectable } from '@nestjs/common';
import { AuditTrail, Config, DomainError, isViolation, KeptRefusal, newId, type Principal, refusalOf, type Tx } from '#platform';
import { apportion, type OwedLine, owedCents } from './apportionment.js';
import { CheckoutRepository } from './checkout.repository.js';
import { LedgerRepository } from './ledger.repository.js';
import { OwnAccounts } from './own-accounts.js';
import { OrganiserSettlementRepository, type OwedNow, type SettlementRow } from './organiser-settlement.repository.js';
import { CurrencyNotAccepted, ExceedsAvailable, IdempotencyKeyReused, SettlementNotFound } from './wallet.errors.js';
import { WalletDatabase } from './wallet-database.js';

export interface Owed extends OwedNow {
  /** What can be paid out now: never more than is there, nor than what the closed books say. */
  availableCents: number;
}

export interface Asked {
  amount: 'all_available' | { amountCents: number; currency: string };
  /** Of the bank transfer. */
  reference: string;
}

export type SettlementDetail = SettlementRow & { lines: (OwedLine & { paidCents: number })[] };

/**
 * What the platform owes organisers, and paying it out. A settlement counts what the closed books hold, so that no movement can appear
 * behind it afterwards: the last quarter of an hour or so waits for the next one.
 */
@Injectable()
export class OrganiserSettlements {
  constructor(
    private readonly database: WalletDatabase,
    private readonly settlements: OrganiserSettlementRepository,
    private readonly keys: CheckoutRepository,
    private readonly ledgers: LedgerRepository,
    private readonly owners: OwnAccounts,
    private readonly audit: AuditTrail,
    private readonly config: Config,
  ) {}

  /** @throws AccountNotFound for who is not of the organiser */
  async owed(user: Principal, ownerId: string): Promise<Owed> {
    await this.owners.admit(user, ownerId);
    const tx = this.database.reads;
    return this.owedTo(tx, ownerId, await this.settlements.accountOf(tx, ownerId, this.config.ledgerCurrency));
  }

  /** Pays out; the same key and body are one settlement, or one refusal. @throws ExceedsAvailable, CurrencyNotAccepted, IdempotencyKeyReused */
  async settle(by: { userId: string; address: string }, ownerId: string, asked: Asked, key: string, fingerprint: Buffer): Promise<SettlementDetail> {
    const work = (tx: Tx) => this.settleOnce(tx, by, ownerId, asked, key, fingerprint);
    const made = await this.database.transaction(work).catch((error: unknown) => {
      // Two calls with one key at the same moment: the second finds what the first has made.
      if (!isViolation(error, 'settlement_key_once')) throw error;
      return this.database.transaction(work);
    });
    if (made instanceof DomainError) throw made;
    return made;
  }

  /** Newest first. @throws AccountNotFound */
  async page(user: Principal, ownerId: string, before: number | undefined, limit: number): Promise<{ items: SettlementRow[]; nextCursor?: number }> {
    await this.owners.admit(user, ownerId);
    const rows = await this.settlements.page(this.database.reads, ownerId, before, limit + 1);
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, ...(last && { nextCursor: last.number }) };
  }

  /** @throws AccountNotFound, SettlementNotFound */
  async find(user: Principal, ownerId: string, id: string): Promise<SettlementDetail> {
    await this.owners.admit(user, ownerId);
    return this.detail(this.database.reads, ownerId, id);
  }

  private async settleOnce(tx: Tx, by: { userId: string; address: string }, ownerId: string, { amount, reference }: Asked, key: string, fingerprint: Buffer): Promise<SettlementDetail | DomainError> {
    const currency = this.config.ledgerCurrency;
    if (amount !== 'all_available' && amount.currency !== currency) throw new CurrencyNotAccepted({ currency });
    const accountId = await this.settlements.lockAccount(tx, ownerId, currency);
    const [made, refused] = [await this.settlements.byKey(tx, by.userId, key), await this.keys.find(tx, by.userId, key)];
    const before = made ?? refused;
    if (before && !before.fingerprint.equals(fingerprint)) throw new IdempotencyKeyReused();
    if (made) return this.detail(tx, ownerId, made.id);
    if (refused?.refusal) return new KeptRefusal(refused.refusal);
    const { availableCents, coveredUntil, lines } = await this.owedTo(tx, ownerId, accountId);
    const amountCents = amount === 'all_available' ? availableCents : amount.amountCents;
    if (amountCents <= 0 || amountCents > availableCents) {
      const refusal = new ExceedsAvailable({ availableCents, currency });
      await this.keys.refuse(tx, { userId: by.userId, key, fingerprint, refusal: refusalOf(refusal) });
      return refusal;
    }
    const id = newId();
    const paid = apportion(lines, amountCents);
    await this.pay(tx, id, ownerId, amountCents);
    await this.settlements.insert(tx, {
      id, ownerId, currency, amountCents, reference, coveredUntil, madeBy: by.userId, key, fingerprint,
      lines: lines.map((line, index) => ({ ...line, paidCents: paid[index] ?? 0 })),
    });
    await this.audit.append(tx, { actor: by.userId, action: 'wallet.settle', target: `organiser:${ownerId}`, data: { settlementId: id, amountCents, currency, reference }, personal: { address: by.address } });
    return this.detail(tx, ownerId, id);
  }

  private async pay(tx: Tx, id: string, owner: string, amountCents: number): Promise<void> {
    const currency = this.config.ledgerCurrency;
    const [payee, payouts] = [{ kind: 'payee', owner, currency }, { kind: 'platform', owner: 'payouts', currency }] as const;
    const ledger = await this.ledgers.open(tx, [payee, payouts], []);
    const result = ledger.create({ id, flag: 'posted', code: 'settlement', paymentId: null, debitAccountId: ledger.account(payee).id, creditAccountId: ledger.account(payouts).id, amountCents });
    assert.equal(result, 'created');
    await this.ledgers.write(tx, ledger);
  }

  private async owedTo(tx: Tx, ownerId: string, accountId: string | null): Promise<Owed> {
    const now = await this.settlements.owed(tx, ownerId, accountId, this.config.ledgerCurrency);
    const owed = now.lines.reduce((sum, line) => sum + owedCents(line), 0);
    return { ...now, availableCents: Math.max(0, Math.min(owed, now.balanceCents - now.heldBackCents)) };
  }

  private async detail(tx: Tx, ownerId: string, id: string): Promise<SettlementDetail> {
    const settlement = await this.settlements.find(tx, ownerId, id);
    if (!settlement) throw new SettlementNotFound();
    return { ...settlement, lines: await this.settlements.lines(tx, id) };
  }
}
