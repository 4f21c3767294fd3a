import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Consumers, Database, Inbox, type Message, Metrics, type Tx } from '#platform';
import { BookRepository, type Unbooked } from './book.repository.js';
import type { DifferenceKind } from './difference.js';
import type { Finding } from './difference.repository.js';
import { Differences } from './differences.js';
import { CompareBooks } from './payments.commands.js';

/** The wallet books within seconds; in the hottest sale its queue was minutes long. */
const MISSING_SECONDS = 1_800;
/** Differences looked at in one run: more at once is one broken thing, and a hundred rows say as much of it as a million. */
const FINDINGS_MAX = 100;

const LEDGER_KINDS = ['ledger_missing', 'ledger_amount', 'ledger_unknown'] as const satisfies readonly DifferenceKind[];

/**
 * The third book. The wallet tells what it has booked with each gateway, some minutes later and in order; here it is held against
 * the attempts and refunds. What is booked otherwise, or without us, shows at once; what is not booked, once the wallet
 * has told of everything long after it.
 */
@Injectable()
export class Books implements OnModuleInit {
  constructor(
    private readonly consumers: Consumers,
    private readonly database: Database,
    private readonly inbox: Inbox,
    private readonly repository: BookRepository,
    private readonly differences: Differences,
    metrics: Metrics,
  ) {
    metrics.gauge('catraca_ledger_told_seconds', "Age of the wallet's last word of what it has booked; some five minutes when all is well.", [], async (gauge) => {
      const seconds = await this.repository.toldSecondsAgo(this.database.reads);
      if (seconds !== null) gauge.set(seconds);
    });
  }

  onModuleInit(): void {
    this.consumers.commands('payments-books', [CompareBooks], (messages) => this.take(messages));
  }

  /** Looks for what the ledger should have told of and has not, and settles what agrees by now. */
  async compare(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const missing = await this.repository.missing(tx, MISSING_SECONDS, FINDINGS_MAX);
      const agreed = await this.repository.agreed(tx, FINDINGS_MAX);
      await this.record(tx, missing.map((each) => ({ ...each, kind: 'ledger_missing' as const, theirs: null })), agreed);
    });
  }

  private async take(messages: Message[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const fresh = await this.inbox.fresh(tx, 'payments-books', messages);
      for (const { payload } of fresh.filter((message) => CompareBooks.is(message))) {
        const unbooked = await this.repository.book(tx, payload.entries);
        const cents = new Map(payload.entries.map(({ id, amountCents }) => [id.replaceAll('-', ''), amountCents]));
        const findings = unbooked.map((each) => ({
          ...each,
          kind: each.state === null ? ('ledger_unknown' as const) : ('ledger_amount' as const),
          theirs: { state: 'booked', amountCents: cents.get(each.reference) as number },
        }));
        await this.record(tx, findings, []);
        await this.repository.told(tx, payload.until);
      }
    });
  }

  private async record(tx: Tx, found: (Unbooked & Pick<Finding, 'kind' | 'theirs'>)[], agreed: { gateway: string; reference: string }[]): Promise<void> {
    const findings = Map.groupBy(found, ({ gateway }) => gateway);
    const references = Map.groupBy(agreed, ({ gateway }) => gateway);
    for (const gateway of [...new Set([...findings.keys(), ...references.keys()])].toSorted()) {
      const rows = (findings.get(gateway) ?? []).map(({ kind, reference, paymentId, state, amountCents, theirs }): Finding => ({
        kind, reference, paymentId, ours: state === null ? null : { state, ...(amountCents !== null && { amountCents }) }, theirs, repaired: false,
      }));
      await this.differences.record(tx, gateway, rows, { kinds: LEDGER_KINDS, references: (references.get(gateway) ?? []).map(({ reference }) => reference) });
    }
  }
}
