import { describe, expect, it } from 'vitest';
import { billOf, firstChoice, holderMistakes, mostOf, wayOf, wishOf } from './choice.ts';
import { cardWay, type Offer } from './offer.ts';

const brl = (amountCents: number) => ({ amountCents, currency: 'BRL' as const });
const bus = '019aa000-0000-7000-8000-000000000322';
const deck = '019aa000-0000-7000-8000-000000000223';

function offer(more: Partial<Offer> = {}): Offer {
  return {
    hold: {
      id: '019aa000-0000-7000-8000-0000000000bb', eventId: '019aa000-0000-7000-8000-000000000103', state: 'held', expiresAt: '2026-11-26T12:07:00.000Z',
      items: [{ label: 'Deck', ticketTypeId: deck, price: brl(48_000) }, { label: 'Deck', ticketTypeId: deck, price: brl(48_000) }], total: brl(96_000),
    },
    order: null,
    event: { id: '019aa000-0000-7000-8000-000000000103', title: 'Festival', startsAt: '2027-01-24T17:00:00.000Z', timezone: 'America/Fortaleza', venueName: 'Parque', city: 'Natal' },
    types: { [deck]: { name: 'Deck · inteira', holderRequired: false } },
    suggestions: [{ id: bus, eventId: '019aa000-0000-7000-8000-000000000103', name: 'Ônibus', description: '', price: brl(3_000), maxPerOrder: 6, left: null, pinned: true }],
    methods: [{ method: 'card', available: true, fields: [{ gateway: 'aurora', kind: 'sandbox', cards: [{ token: 'tok_ok', outcome: 'approved' }] }] }, { method: 'pix', available: true }, { method: 'wallet', available: true }],
    availableCents: 0,
    buyerName: 'Ana Souza',
    ...more,
  };
}

describe('a choice', () => {
  it('begins with nothing but the way to pay', () => {
    const first = firstChoice(offer());
    expect(wishOf(offer(), first)).toEqual({ holdId: offer().hold.id, products: [], holders: [], payment: { method: 'card', token: 'tok_ok' } });
    expect(billOf(offer(), first)).toMatchObject({ total: 96_000, toPay: 96_000, ways: ['card', 'pix'] });
  });

  it('comes to what is bought beside the tickets, less what the balance gives', () => {
    const rich = offer({ availableCents: 10_000 });
    const choice = { ...firstChoice(rich), way: 'pix' as const, useBalance: true, quantities: { [bus]: 2 } };
    expect(billOf(rich, choice)).toMatchObject({ total: 102_000, part: 10_000, toPay: 92_000 });
    expect(wishOf(rich, choice)).toMatchObject({ products: [{ productId: bus, quantity: 2 }], payment: { method: 'pix', fromWallet: brl(10_000) } });
  });

  it('cannot change what an order is for', () => {
    const order = { id: 'o', eventId: 'e', holdId: 'h', state: 'payment_failed', total: brl(99_000), placedAt: '', paymentDeadline: '', items: [] } as const;
    const declined = offer({ order: { ...order, items: [] } });
    expect(billOf(declined, { ...firstChoice(declined), quantities: { [bus]: 2 } }).total).toBe(99_000);
  });

  it('offers no card without a field for it, and no way that is away', () => {
    const none = offer({ methods: [{ method: 'card', available: true, fields: [] }, { method: 'pix', available: false }, { method: 'wallet', available: true }] });
    expect(firstChoice(none).way).toBeNull();
    expect(billOf(none, firstChoice(none)).ways).toEqual([]);
  });

  it("does not choose beforehand what opens a provider's own fields", () => {
    const stripe = { gateway: 's', kind: 'stripe', publishableKey: 'pk', scriptUrl: 'https://js.stripe.com/endive/stripe.js' } as const;
    const hosted = offer({ methods: [{ method: 'card', available: true, fields: [stripe] }, { method: 'pix', available: true }] });
    const choice = firstChoice(hosted);
    expect([choice.way, choice.token, billOf(hosted, choice).ways]).toEqual([null, null, ['card', 'pix']]);
    expect(wayOf(hosted, choice, ['card', 'pix'])).toBe('pix');
    expect(wayOf(hosted, choice, ['card'])).toBeNull();
    expect(wayOf(hosted, { way: 'card' }, ['card', 'pix'])).toBe('card');
    expect(wayOf(hosted, { way: 'wallet' }, ['card', 'pix'])).toBe('pix');
    expect(wayOf(offer(), firstChoice(offer()), ['card', 'pix'])).toBe('card');
  });

  it("asks for a card by the best provider's field, and by another's only where that does not open", () => {
    const sandbox = { gateway: 'aurora', kind: 'sandbox', cards: [] } as const;
    const stripe = { gateway: 's', kind: 'stripe', publishableKey: 'pk', scriptUrl: 'https://js.stripe.com/endive/stripe.js' } as const;
    const mercadoPago = { gateway: 'm', kind: 'mercado_pago', publishableKey: 'APP_USR', scriptUrl: 'https://sdk.mercadopago.com/js/v2' } as const;
    const way = (...fields: (typeof stripe | typeof mercadoPago | { gateway: string; kind: 'sandbox'; cards: [] })[]) => cardWay([{ method: 'card', available: true, fields }]);
    expect(way(mercadoPago, stripe)).toEqual({ kind: 'hosted', fields: [mercadoPago, stripe] });
    expect(way(stripe, { ...sandbox, cards: [] })).toEqual({ kind: 'hosted', fields: [stripe] });
    expect(way({ ...sandbox, cards: [] }, stripe)?.kind).toBe('sandbox');
    expect([way(), cardWay([])]).toEqual([undefined, undefined]);
  });

  it('asks whose each ticket is only where it carries a name', () => {
    const named = offer({ types: { [deck]: { name: 'Deck · inteira', holderRequired: true } } });
    const choice = firstChoice(named);
    expect(choice.holders).toEqual([{ name: 'Ana Souza', document: '' }, { name: '', document: '' }]);
    expect(holderMistakes(choice)).toEqual(new Map([[0, { name: false, document: true }], [1, { name: true, document: true }]]));
    const filled = { ...choice, holders: [{ name: ' Ana ', document: '123.456.789-09' }, { name: 'Bia', document: '52998224725' }] };
    expect(holderMistakes(filled).size).toBe(0);
    expect(wishOf(named, filled).holders[0]).toEqual({ name: 'Ana', document: '123.456.789-09' });
  });

  it('takes no more of a product than there is', () => {
    expect([mostOf({ maxPerOrder: 6, left: 2 }), mostOf({ maxPerOrder: null, left: null }), mostOf({ maxPerOrder: 1, left: null }), mostOf({ maxPerOrder: 6, left: 0 })]).toEqual([2, 100, 1, 0]);
  });
});
