import type { HostedField } from '#box-office/card-fields.ts';
import type { Locale } from '#words/locales.ts';
import type { Look } from './look.ts';

/** What a provider is to show: its fields, in our colours and the page's language, for a payment of so much. */
export interface CardWish {
  field: HostedField;
  locale: Locale;
  look: Look;
  amountCents: number;
  currency: string;
  /** What each field is called, for providers whose fields do not say it themselves. */
  names: { number: string; expiry: string; code: string };
}

/** Who the card is of, as far as a provider asks for it. It goes to the provider, and not to us. */
export interface CardHolder {
  name: string;
  cpf: string;
}

/**
 * What came of asking for a token. `marked`: the provider's own fields say what is wrong, beside it. `incomplete`: they do not; `sentence` is the provider's own, in the page's
 * language. `holder`: only whose card it is was refused. `away`: it did not answer.
 */
export type CardAnswer = { kind: 'token'; token: string } | { kind: 'marked' } | { kind: 'holder' } | { kind: 'incomplete'; sentence: string | null } | { kind: 'unknown brand' } | { kind: 'away' };

/** A provider's fields that stand open in the page. The card is in its frames: neither this code nor our server ever sees it. */
export interface OpenCard {
  token(holder: CardHolder): Promise<CardAnswer>;
  /** Into its first field. */
  focus(): void;
  /** Whether what was typed is gone by it. */
  change(part: { look?: Look; amountCents?: number }): boolean;
  close(): void;
}

/** Where Mercado Pago's fields stand in the page (`secure-fields.tsx`): its script finds its places by their ids. */
export const places = { cardNumber: 'card-number', expirationDate: 'card-expiry', securityCode: 'card-code' } as const;

// A provider's script is some 200 KB, and a bad line brings ten a second.
export const OPENS_MS_MAX = 20_000;
// Longer than a provider takes to say no; a page that waits for ever is worse than one that says so.
export const TOKEN_MS_MAX = 20_000;

/** @throws Error when it takes longer */
export function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
