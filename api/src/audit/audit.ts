import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AuditTrail, Database, Jobs, type ListPage, paged } from '#platform';
import { flaws, GENESIS, type Head } from './chain.js';
import { type EntryFilter, EntryRepository, type FoundEntry } from './entry.repository.js';

// About 100 ms of hashing and 5 MB; more is asked for stretch by stretch.
const STRETCH_MAX = 10_000;
// Half a year is what Brazil's Marco Civil (Lei 12.965, art. 15) asks of access records; longer needs a reason of its own.
const PERSONAL_KEPT_DAYS = 183;
// Nearly three million entries a day, in steps that hold nobody up.
const FORGET_EVERY_MS = 60_000;
const FORGET_STEP_MAX = 2_000;

/** What a look at a stretch of the chain found. */
export interface ChainReport {
  from: number;
  /** The last entry looked at; `from` - 1 when there was none. */
  to: number;
  intact: boolean;
  flaws: { sequence: number; flaw: string }[];
  /** The end of the chain: whoever notes it down elsewhere can later prove that nothing before it was rewritten. */
  head: Head;
  /** Where to go on; absent at the end. */
  nextFrom?: number;
}

/** Who did what to what, from where: read, verified, and relieved of personal data. */
@Injectable()
export class Audit implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly entries: EntryRepository,
    private readonly auditTrail: AuditTrail,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('audit.forget', FORGET_EVERY_MS, () => this.entries.forgetOld(this.database.reads, PERSONAL_KEPT_DAYS, FORGET_STEP_MAX));
  }

  /** Newest first. */
  async page(filter: EntryFilter): Promise<ListPage<FoundEntry>> {
    const found = await this.entries.page(this.database.reads, { ...filter, limit: filter.limit + 1 });
    return paged(found, filter.limit, ({ sequence }) => String(sequence));
  }

  /** Recomputes up to 10,000 entries from `from` on, and holds the end against the head. */
  async verify(from: number): Promise<ChainReport> {
    // The head first: entries that are appended meanwhile lie behind it.
    const head = await this.entries.head(this.database.reads);
    const stretch = await this.entries.stretch(this.database.reads, { first: from - 1, last: head.sequence, limit: STRETCH_MAX + 1 });
    const before = from === 1 ? GENESIS : (stretch[0] ?? { ...GENESIS, sequence: from - 1 });
    const entries = stretch.filter(({ sequence }) => sequence >= from);
    const found = flaws(before, entries);
    const to = entries.at(-1)?.sequence ?? from - 1;
    const whole = stretch.length <= STRETCH_MAX;
    if (whole && from <= head.sequence + 1) found.push(...atTheEnd(entries.at(-1) ?? before, head));
    return { from, to, intact: found.length === 0, flaws: found, head, ...(whole ? {} : { nextFrom: to + 1 }) };
  }

  /** Deletes what is kept of a person beside the chain; the chain stays whole. That it was done is itself recorded. */
  async forgetPerson(userId: string, by: { userId: string; address: string }): Promise<number> {
    return this.database.transaction(async (tx) => {
      const entries = await this.entries.forgetPerson(tx, userId);
      await this.auditTrail.append(tx, { actor: by.userId, action: 'audit.forget_person', target: `user:${userId}`, data: { entries }, personal: { address: by.address } });
      return entries;
    });
  }
}

function atTheEnd(last: Head, head: Head): { sequence: number; flaw: string }[] {
  const same = last.sequence === head.sequence && last.hash.equals(head.hash);
  return same ? [] : [{ sequence: head.sequence, flaw: 'the head is not the last entry' }];
}
