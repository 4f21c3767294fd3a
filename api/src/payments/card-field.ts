/** What a made-up card does, so that a page can offer each by its name. */
export const testCardOutcomes = ['approved', 'declined', 'insufficient_funds', 'slow', 'silent', 'failing'] as const;

export interface TestCard {
  token: string;
  outcome: (typeof testCardOutcomes)[number];
}

/**
 * How a page gets a card's token: from the provider's own elements, which its script makes and the publishable key opens, or, where all money is play money,
 * from a list of made-up cards.
 */
export type CardField = { kind: 'stripe' | 'mercado_pago'; publishableKey: string; scriptUrl: string } | { kind: 'sandbox'; cards: TestCard[] };

// The simulated providers' own cards. `silent` and `failing` are charged though the answer does not say so: what a buyer sees is that it takes a while.
const simulated: TestCard[] = [
  { token: 'tok_ok', outcome: 'approved' },
  { token: 'tok_declined', outcome: 'declined' },
  { token: 'tok_insufficient', outcome: 'insufficient_funds' },
  { token: 'tok_slow', outcome: 'slow' },
  { token: 'tok_timeout', outcome: 'silent' },
  { token: 'tok_error', outcome: 'failing' },
];

/** The field of a simulated provider; some want the card's brand before its token. */
export const sandboxField = (brand?: string): CardField => ({ kind: 'sandbox', cards: simulated.map((card) => (brand ? { ...card, token: `${brand}:${card.token}` } : card)) });
