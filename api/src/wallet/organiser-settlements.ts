import assert from 'node:assert/strict';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AuditTrail, Config, type DomainError, newId, type Principal, type Tx } from '#platform';
import { apportion, owedCents } from './apportionment.js';
import { type KeyedRequest, KeptRequests } from './kept-requests.js';
import { LedgerRepository } from './ledger.repository.js';
import { OwnAccounts } from './own-accounts.js';
import type { settlementAnswer } from './organiser.schemas.js';
import { OrganiserSettlementRepository, type Owed, type SettlementDetail, type SettlementRow } from './organiser-settlement.repository.js';
import { settlementDetailView } from './organiser-views.js';
import { CurrencyNotAccepted, ExceedsAvailable, SettlementNotFound } from './wallet.errors.js';
import { WalletDatabase } from './wallet-database.js';

export interface Asked {
  amount: 'all_available' | { amountCents: number; currency: string };
  /** Of the bank transfer. */
  reference: string;
}

type Answer = z.infer<typeof settlementAnswer>;

/**
 * What the platform owes organisers, and paying it out. A settlement counts what the closed books hold, so that no movement can appear
 * behind it afterwards: the last quarter of an hour or so waits for the next one.
 */
@Injectable()
export class OrganiserSettlements {
  constructor(
    private readonly database: WalletDatabase,
    private readonly settlements: OrganiserSettlementRepository,
    private readonly requests: KeptRequests,
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
  async settle(by: KeyedRequest, ownerId: string, asked: Asked): Promise<Answer> {
    const currency = this.config.ledgerCurrency;
    if (asked.amount !== 'all_available' && asked.amount.currency !== currency) throw new CurrencyNotAccepted({ currency });
    return this.requests.once(by, (tx) => this.settleNow(tx, by, ownerId, asked));
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

  private async settleNow(tx: Tx, by: KeyedRequest, ownerId: string, { amount, reference }: Asked): Promise<Answer | DomainError> {
    const currency = this.config.ledgerCurrency;
    const accountId = await this.settlements.lockAccount(tx, ownerId, currency);
    const { availableCents, coveredUntil, lines } = await this.owedTo(tx, ownerId, accountId);
    const amountCents = amount === 'all_available' ? availableCents : amount.amountCents;
    if (amountCents <= 0 || amountCents > availableCents) return new ExceedsAvailable({ availableCents, currency });
    const id = newId();
    const paid = apportion(lines, amountCents);
    await this.pay(tx, id, ownerId, amountCents);
    await this.settlements.insert(tx, {
      id, ownerId, currency, amountCents, reference, coveredUntil, madeBy: by.userId,
      lines: lines.map((line, index) => ({ ...line, paidCents: paid[index] ?? 0 })),
    });
    await this.audit.append(tx, { actor: by.userId, action: 'wallet.settle', target: `organiser:${ownerId}`, data: { settlementId: id, amountCents, currency, reference }, personal: { address: by.address } });
    return settlementDetailView(await this.detail(tx, ownerId, id));
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
