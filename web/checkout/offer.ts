import type { Hold, Order, PaymentMethods, Suggestion } from './order.ts';

/** All that the checkout's page is made of, as the server hands it to the browser. */
export interface Offer {
  hold: Hold;
  order: Order | null;
  event: { id: string; title: string; startsAt: string; timezone: string; venueName: string; city: string };
  /** Of the hold's ticket types: what each is called, and whether it carries a name. */
  types: Record<string, { name: string; holderRequired: boolean }>;
  suggestions: Suggestion[];
  methods: PaymentMethods;
  availableCents: number;
  buyerName: string;
}

/** How a card is asked for: the first field that these pages have, or none. Card numbers never come near this site: a field gives a token. */
export function cardField(methods: PaymentMethods): SandboxField | undefined {
  const card = methods.find((each) => each.method === 'card');
  return card && 'fields' in card ? card.fields.find((field): field is SandboxField => field.kind === 'sandbox') : undefined;
}

type Card = Extract<PaymentMethods[number], { method: 'card' }>;
export type SandboxField = Extract<Card['fields'][number], { kind: 'sandbox' }>;
