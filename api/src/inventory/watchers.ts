import { Injectable } from '@nestjs/common';
import { Catalog } from '#catalog';
import { SignedTokens, TokenRefused } from '#platform';
import { StockNotFound } from './inventory.errors.js';

/**
 * Who may watch an event's seats live: everybody where there is no line, else whoever has been admitted. The line
 * signs its admissions as tokens of the purpose `admission` with the event's id, and they end with the admission.
 */
@Injectable()
export class Watchers {
  constructor(
    private readonly catalog: Catalog,
    private readonly tokens: SignedTokens,
  ) {}

  /** @throws StockNotFound, TokenRefused */
  async admit(eventId: string, token: string | undefined): Promise<void> {
    const terms = (await this.catalog.saleTerms([eventId])).get(eventId);
    if (!terms || terms.status === 'draft') throw new StockNotFound();
    if (!terms.lineRequired) return;
    const admission = this.tokens.verify<{ eventId?: string }>('admission', token ?? '');
    if (admission.eventId !== eventId) throw new TokenRefused({ purpose: 'admission' });
  }
}
