import { type HostedField, isHosted } from '#box-office/card-fields.ts';
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

/** How a card is asked for: a sandbox's list, or the providers' own fields, of which the next opens where one does not. Card numbers never come near this site: a field gives a token. */
export type CardWay = { kind: 'sandbox'; field: SandboxField } | { kind: 'hosted'; fields: HostedField[] };

/** The best field decides, since its gateway is the best one now. */
export function cardWay(methods: PaymentMethods): CardWay | undefined {
  const card = methods.find((each) => each.method === 'card');
  const fields = card && 'fields' in card ? card.fields : [];
  const [first] = fields;
  if (first?.kind === 'sandbox') return { kind: 'sandbox', field: first };
  return first && { kind: 'hosted', fields: fields.filter(isHosted) };
}

type Card = Extract<PaymentMethods[number], { method: 'card' }>;
export type SandboxField = Extract<Card['fields'][number], { kind: 'sandbox' }>;
