import type { HostedField } from '../box-office/card-fields.ts';
import { type CardSources, noCards, sourcesOf } from './card-sources.ts';

/** As long as the box office's own answer is good for. */
const GOOD_MS = 10_000;

/**
 * The sources that cards need at present, asked for once for all who come at the same time. When the box office is away what it said last is good
 * for longer: how a card is taken is configured and does not change by itself. Before it has ever answered no other site is allowed.
 */
export class CardOffer {
  private readonly ask: () => Promise<readonly HostedField[]>;
  private readonly now: () => number;
  private known: CardSources = noCards;
  private until = 0;
  private asking: Promise<CardSources> | undefined;

  constructor(ask: () => Promise<readonly HostedField[]>, now: () => number = Date.now) {
    this.ask = ask;
    this.now = now;
  }

  async sources(): Promise<CardSources> {
    if (this.now() < this.until) return this.known;
    this.asking ??= this.look().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async look(): Promise<CardSources> {
    try {
      this.known = sourcesOf(await this.ask());
      this.until = this.now() + GOOD_MS;
    } catch (error) {
      console.error('How a card is taken could not be asked.', error);
    }
    return this.known;
  }
}
