import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Readable } from 'node:stream';
import { AuditPersonalData } from '#audit';
import { MembershipPersonalData } from '#catalog';
import { AccountDeleted, AccountDeletion, AccountPersonalData } from '#identity';
import { HoldPersonalData } from '#inventory';
import { MailPersonalData } from '#notifications';
import { OrderPersonalData } from '#orders';
import { Consumers, DeadLetterPersonalData, Heat, type Message, Overloaded, type PersonalData, type Principal, RateLimit } from '#platform';
import { TicketPersonalData } from '#tickets';
import { LinePersonalData } from '#waiting-room';
import { WalletPersonalData } from '#wallet';
import { exportOf } from './export.js';
import { BalanceLeft, PurchaseUnderway, UpcomingTickets } from './privacy.errors.js';

// One that broke off is asked for again at once; nobody needs a third.
const EXPORTS_PER_PERSON_PER_MINUTE = 2;
// Each reads for as long as its reader takes it; more at a time in one process would be felt by others.
const EXPORTS_MAX = 4;
// While a sale is hot an export takes this much longer a page, and forgetting begins so much later.
const COOL_MS_MAX = 1_000;

/** What all of the house keeps about somebody: told to them, and forgotten when they go. */
@Injectable()
export class Privacy implements OnModuleInit {
  private readonly parts: readonly PersonalData[];
  private exporting = 0;

  constructor(
    private readonly deletion: AccountDeletion,
    private readonly orders: OrderPersonalData,
    private readonly tickets: TicketPersonalData,
    private readonly wallet: WalletPersonalData,
    account: AccountPersonalData,
    memberships: MembershipPersonalData,
    line: LinePersonalData,
    holds: HoldPersonalData,
    mails: MailPersonalData,
    audit: AuditPersonalData,
    letters: DeadLetterPersonalData,
    private readonly consumers: Consumers,
    private readonly heat: Heat,
    private readonly rateLimit: RateLimit,
  ) {
    this.parts = [account, memberships, line, holds, orders, tickets, wallet, mails, audit, letters];
  }

  onModuleInit(): void {
    this.consumers.events('privacy', [AccountDeleted], (messages) => this.forget(messages));
  }

  /** Everything that is kept about somebody, as one JSON document, for who has just signed in: a session left open somewhere is not enough. @throws SignInAgain, TooManyRequests, Overloaded */
  async export({ userId, sessionId }: Principal): Promise<Readable> {
    await this.deletion.proveFresh(sessionId);
    this.rateLimit.spend(`privacy.export ${userId}`, EXPORTS_PER_PERSON_PER_MINUTE);
    if (this.exporting >= EXPORTS_MAX) throw new Overloaded();
    this.exporting += 1;
    const sections = this.parts.flatMap((part) => part.sections);
    const document = Readable.from(exportOf(userId, new Date(), sections, () => this.heat.cool(COOL_MS_MAX)), { objectMode: false });
    document.once('close', () => (this.exporting -= 1));
    return document;
  }

  /**
   * The account is gone at once; what others keep of the person is forgotten right after. What law wants kept (orders, ledger, receipts) stays
   * without the person; who bought what by card or Pix stays apart until nobody can dispute it, which is what is answered, and told by mail.
   * @throws WrongPassword, SignInAgain, TooManyRequests, PurchaseUnderway, UpcomingTickets, BalanceLeft, LastAdministrator
   */
  async deleteAccount(principal: Principal, { password, giveUpBalance }: { password?: string | undefined; giveUpBalance: boolean }, address: string): Promise<{ orders: number; until: Date } | null> {
    const { userId } = principal;
    await this.deletion.prove(principal, password, address);
    const [underway, payments, upcoming, balances] = await Promise.all([this.orders.underway(userId), this.wallet.underway(userId), this.tickets.upcoming(userId), this.wallet.left(userId)]);
    if (underway.orders + underway.refunds + payments > 0) throw new PurchaseUnderway({ ...underway, payments });
    if (upcoming.tickets > 0) throw new UpcomingTickets({ tickets: upcoming.tickets, until: upcoming.until?.toISOString() ?? null });
    if (balances.length > 0 && !giveUpBalance) throw new BalanceLeft({ balances });
    const evidence = await this.orders.evidenceOf(userId);
    await this.deletion.delete(userId, evidence?.until ?? null);
    return evidence;
  }

  /** Each part by itself, whatever becomes of the others, and all of it again where one failed: every one of them bears that. @throws the first failure */
  private async forget(messages: Message[]): Promise<void> {
    const failures: unknown[] = [];
    for (const message of messages) {
      if (!AccountDeleted.is(message)) continue;
      await this.heat.cool(COOL_MS_MAX);
      for (const part of this.parts) await part.forget(message.payload.userId).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }
}
