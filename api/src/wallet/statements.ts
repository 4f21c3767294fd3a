import { Injectable } from '@nestjs/common';
import { Config, type Principal } from '#platform';
import { BooksRepository, type Counters } from './books.repository.js';
import type { AccountKind, AccountRef } from './ledger.js';
import { OwnAccounts } from './own-accounts.js';
import { type KeptAccount, type Midnight, type Movement, StatementRepository } from './statement.repository.js';
import { AccountNotFound } from './wallet.errors.js';
import { WalletDatabase } from './wallet-database.js';

/** From the first day's beginning to the last day's end, in a time zone. */
export interface Period {
  from: string;
  to: string;
  timezone: string;
}

export interface StatedDay {
  date: string;
  openingCents: number;
  inCents: number;
  outCents: number;
  closingCents: number;
}

/** An account, or the place of one that nothing has moved yet, and its balances at the midnights of a period. */
export interface Stated {
  account: AccountRef;
  period: Period;
  openingCents: number;
  closingCents: number;
  days: StatedDay[];
  /** The movements of the period, oldest first, so many at a time. */
  page: (after: string | undefined, limit: number) => Promise<Movement[]>;
}

const nothing: Counters = { debitsPosted: 0, creditsPosted: 0, debitsPending: 0, creditsPending: 0 };
const balanceOf = ({ creditsPosted, debitsPosted }: Counters): number => creditsPosted - debitsPosted;

/**
 * What moved an account and what it held before and after, for its owner and for administrators. Only money that has moved is stated:
 * what is frozen or on its way appears when it does.
 */
@Injectable()
export class Statements {
  constructor(
    private readonly database: WalletDatabase,
    private readonly repository: StatementRepository,
    private readonly books: BooksRepository,
    private readonly owners: OwnAccounts,
    private readonly config: Config,
  ) {}

  /** The balance of whoever asks. @throws InvalidRequest */
  ofBuyer({ userId }: Principal, period: Period): Promise<Stated> {
    return this.of({ kind: 'buyer', owner: userId, currency: this.config.ledgerCurrency }, period);
  }

  /** @throws AccountNotFound for who is not of the organiser; InvalidRequest */
  async ofOrganiser(user: Principal, organiserId: string, period: Period): Promise<Stated> {
    await this.owners.admit(user, organiserId);
    return this.of({ kind: 'payee', owner: organiserId, currency: this.config.ledgerCurrency }, period);
  }

  /** Any account, for administrators. @throws AccountNotFound, InvalidRequest */
  async ofAccount(id: string, period: Period): Promise<Stated> {
    const account = await this.repository.account(this.database.reads, id);
    if (!account) throw new AccountNotFound();
    return this.state(account, account.id, period);
  }

  /** Accounts of a kind, by owner. */
  async accounts(filter: { kind: AccountKind; owner?: string | undefined }, after: string | undefined, limit: number): Promise<{ items: KeptAccount[]; nextCursor?: string }> {
    const rows = await this.repository.accounts(this.database.reads, filter, after, limit + 1);
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, ...(last && { nextCursor: last.owner }) };
  }

  private async of(account: AccountRef, period: Period): Promise<Stated> {
    return this.state(account, await this.repository.accountOf(this.database.reads, account), period);
  }

  private async state(account: AccountRef, id: string | null, period: Period): Promise<Stated> {
    const tx = this.database.reads;
    const midnights = await this.repository.midnights(tx, period.from, period.to, period.timezone);
    const counters = id === null ? midnights.map(() => nothing) : await this.books.countersAt(tx, id, midnights.map(({ at }) => at));
    const [first, last] = [midnights[0], midnights.at(-1)] as [Midnight, Midnight];
    return {
      account,
      period,
      openingCents: balanceOf(counters[0] ?? nothing),
      closingCents: balanceOf(counters.at(-1) ?? nothing),
      days: daysOf(midnights, counters),
      page: async (after, limit) => (id === null ? [] : this.repository.movements(tx, id, first.at, last.at, after, limit)),
    };
  }
}

function daysOf(midnights: readonly Midnight[], counters: readonly Counters[]): StatedDay[] {
  return midnights.slice(0, -1).map(({ date }, index) => {
    const [before, after] = [counters[index] ?? nothing, counters[index + 1] ?? nothing];
    return {
      date,
      openingCents: balanceOf(before),
      inCents: after.creditsPosted - before.creditsPosted,
      outCents: after.debitsPosted - before.debitsPosted,
      closingCents: balanceOf(after),
    };
  });
}
