import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { Catalog, type SaleTerms } from '#catalog';
import { Config, Database } from '#platform';
import { hashBytes, noEntriesHash, secretHash } from './draw.js';
import { LineRepository, type LineRow, type LineTerms } from './line.repository.js';

/**
 * Keeps the lines in step with the catalog. A line comes into being when its event is published, and with it the
 * secret of its draw, whose hash is public from then on.
 */
@Injectable()
export class LineSchedule {
  constructor(
    private readonly database: Database,
    private readonly lines: LineRepository,
    private readonly catalog: Catalog,
    private readonly config: Config,
  ) {}

  /** Brings the lines of these events up to the catalog's terms, and returns the terms of those that have a line. */
  async sync(eventIds: string[]): Promise<SaleTerms[]> {
    const all = [...(await this.catalog.saleTerms(eventIds)).values()];
    const withLine: SaleTerms[] = [];
    for (const terms of all) {
      const known = await this.lines.find(this.database.reads, terms.eventId);
      if (!known && (!terms.lineRequired || terms.status === 'draft')) continue;
      if (terms.saleStartsAt === null) continue;
      withLine.push(terms);
      const lineTerms = this.#lineTerms(terms, terms.saleStartsAt);
      if (known && isUpToDate(known, lineTerms)) continue;
      const secret = randomBytes(hashBytes);
      await this.database.transaction(async (tx) => {
        if (known?.postponed && !lineTerms.postponed) await this.lines.resume(tx, terms.eventId);
        await this.lines.schedule(tx, lineTerms, secret, secretHash(secret), noEntriesHash());
      });
    }
    return withLine;
  }

  #lineTerms(terms: SaleTerms, opensAt: Date): LineTerms {
    return {
      eventId: terms.eventId,
      opensAt,
      closesAt: terms.saleEndsAt,
      lotterySeconds: this.config.lotterySeconds,
      drawAtOpening: terms.drawAtOpening,
      publicValueName: terms.publicDrawValueName,
      capacity: terms.capacity,
      over: !terms.lineRequired || !(terms.status === 'published' || terms.status === 'postponed'),
      postponed: terms.status === 'postponed',
    };
  }
}

/** Spares the statement; what really changes once a line has opened or has entries is decided there. */
function isUpToDate(line: LineRow, terms: LineTerms): boolean {
  const asBefore =
    line.closesAt?.getTime() === terms.closesAt?.getTime() && line.over === terms.over && line.postponed === terms.postponed;
  return asBefore && (line.drawSize !== null || (line.opensAt.getTime() === terms.opensAt.getTime() && line.drawAtOpening === terms.drawAtOpening && line.publicValueName === terms.publicValueName));
}
