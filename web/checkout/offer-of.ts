import 'server-only';
import type { Client } from 'openapi-fetch';
import type { Outcome } from '#box-office/problem.ts';
import type { paths } from '#box-office/schema.d.ts';
import { outcome, personal, programme } from '#box-office/server.ts';
import type { Locale } from '#words/locales.ts';
import type { Offer } from './offer.ts';
import type { Hold, Order } from './order.ts';

type Found = { kind: 'offer'; offer: Offer } | { kind: 'settled'; orderId: string } | { kind: 'over'; eventId: string; why: 'hold' | 'released' } | { kind: 'gone' } | { kind: 'nobody' };

// A hold's order is one of its buyer's newest: nobody has more open ones than a page has.
const NEWEST = 20;

/** All that the page of a hold needs; or where its buyer should be instead. */
export async function offerOf(locale: Locale, holdId: string): Promise<Found> {
  const mine = await personal(locale);
  const [asked, orders] = await Promise.all([
    outcome(mine.GET('/api/v1/holds/{holdId}', { params: { path: { holdId } } })),
    outcome(mine.GET('/api/v1/orders', { params: { query: { limit: NEWEST } } })),
  ]);
  if (asked.failure?.status === 401 || orders.failure?.status === 401) return { kind: 'nobody' };
  if (asked.failure?.status === 404 || asked.failure?.status === 400) return { kind: 'gone' };
  const hold = sure(asked);
  const order = sure(orders).items.find((each) => each.holdId === hold.id) ?? null;
  if (order?.state === 'confirmed' || order?.state === 'refunded') return { kind: 'settled', orderId: order.id };
  // Given up after a decline, too; but what was taken for it otherwise than asked is told before that.
  const released = hold.state === 'released' && order?.payment?.failureReason !== 'conflicted';
  if (released || (hold.state !== 'held' && order === null)) return { kind: 'over', eventId: hold.eventId, why: released ? 'released' : 'hold' };
  return { kind: 'offer', offer: await offer(locale, mine, hold, order) };
}

async function offer(locale: Locale, mine: Client<paths>, hold: Hold, order: Order | null): Promise<Offer> {
  const { eventId } = hold;
  const event = sure(await outcome(programme(locale).GET('/api/v1/events/{eventId}', { params: { path: { eventId } } })));
  const [suggestions, methods, wallet, session] = await Promise.all([
    outcome(mine.GET('/api/v1/events/{eventId}/suggestions', { params: { path: { eventId } } })),
    outcome(mine.GET('/api/v1/payment-methods', { params: { query: { rehearsal: event.rehearsal ? 'true' : 'false' } } })),
    outcome(mine.GET('/api/v1/wallet')),
    outcome(mine.GET('/api/v1/auth/session')),
  ]);
  const held = new Set(hold.items.map(({ ticketTypeId }) => ticketTypeId));
  return {
    hold,
    order,
    event: { id: event.id, title: event.title, startsAt: event.startsAt, timezone: event.timezone, venueName: event.venueName, city: event.city },
    types: Object.fromEntries(event.ticketTypes.filter(({ id }) => held.has(id)).map(({ id, name, holderRequired }) => [id, { name, holderRequired }])),
    // Nice to have: where they do not come, the purchase goes on without.
    suggestions: suggestions.data?.items ?? [],
    methods: sure(methods).items,
    availableCents: wallet.data?.available.currency === hold.total.currency ? wallet.data.available.amountCents : 0,
    buyerName: session.data?.user.name ?? '',
  };
}

function sure<Data>({ data, failure }: Outcome<Data>): Data {
  if (failure !== undefined) throw new Error(`The box office could not be asked: ${failure.code}`);
  return data;
}
