import 'server-only';
import { notFound } from 'next/navigation';
import { outcome, programme } from '#box-office/server.ts';
import type { Outcome } from '#box-office/problem.ts';
import type { Locale } from '#words/locales.ts';
import { pageSize, type toQuery } from './filters.ts';
import { posterOf } from './offers.ts';
import type { EventListed, EventShown, PublishedDraw, VenueShown } from './shown.ts';

/** The event, or the page that says there is none. */
export async function shownEvent(locale: Locale, eventId: string): Promise<EventShown> {
  return found(await outcome(programme(locale).GET('/api/v1/events/{eventId}', { params: { path: { eventId } } })));
}

export async function shownVenue(locale: Locale, venueId: string): Promise<VenueShown> {
  return found(await outcome(programme(locale).GET('/api/v1/venues/{venueId}', { params: { path: { venueId } } })));
}

/** What is published of the draw; undefined where there is no line. */
export async function publishedDraw(locale: Locale, { id, lineRequired }: EventShown): Promise<PublishedDraw | undefined> {
  if (!lineRequired) return undefined;
  const { data, failure } = await outcome(programme(locale).GET('/api/v1/events/{eventId}/line/draw', { params: { path: { eventId: id } } }));
  if (failure !== undefined && failure.status !== 404) throw new Error(`The draw of ${id} could not be read: ${failure.code}`);
  return data;
}

/** A page of the programme; an address that the API does not understand (an old cursor) shows nothing rather than an error. */
export async function listed(locale: Locale, query: Partial<ReturnType<typeof toQuery>> & { venueId?: string; artist?: string }): Promise<{ items: EventListed[]; nextCursor?: string }> {
  const { data, failure } = await outcome(programme(locale).GET('/api/v1/events', { params: { query: { limit: pageSize, ...query } } }));
  if (failure?.status === 400) return { items: [] };
  if (data === undefined) throw new Error(`The programme could not be read: ${failure?.code}`);
  return data;
}

// Ten thousand events are more than any house has on at once; whoever has more is found by search.
const wholePagesMax = 100;

/** All that is on, for those who index it. */
export async function everythingOn(): Promise<EventListed[]> {
  const events: EventListed[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < wholePagesMax; page += 1) {
    const { items, nextCursor } = await listed('pt', { limit: 100, ...(cursor !== undefined && { cursor }) });
    events.push(...items);
    cursor = nextCursor;
    if (cursor === undefined) break;
  }
  return events;
}

export async function cities(locale: Locale): Promise<string[]> {
  const { data } = await outcome(programme(locale).GET('/api/v1/cities'));
  // Without them the search by words still works.
  return data?.items.map(({ name }) => name) ?? [];
}

// A drawn poster is a few kilobytes; what is larger than this costs more to draw again than a card is worth.
const posterCharactersMax = 200_000;

/** The poster as a `data:` address, for whoever draws with it; undefined where there is none or it cannot be had. */
export async function posterData(locale: Locale, event: Pick<EventListed, 'pictures'>): Promise<string | undefined> {
  const name = posterOf(event)?.url.match(/^\/api\/v1\/pictures\/([a-z0-9-]+\.svg)$/)?.[1];
  if (name === undefined) return undefined;
  const { data } = await outcome(programme(locale).GET('/api/v1/pictures/{name}', { params: { path: { name } }, parseAs: 'text' }));
  const drawing: unknown = data;
  return typeof drawing === 'string' && drawing.length <= posterCharactersMax ? `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}` : undefined;
}

/** A page made in advance keeps what it showed when the box office does not answer: for that the error must come through. */
function found<Data>({ data, failure }: Outcome<Data>): Data {
  if (failure?.status === 404 || failure?.status === 400) notFound();
  if (failure !== undefined) throw new Error(`The box office did not say: ${failure.code}`);
  return data as Data;
}
