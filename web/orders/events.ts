import 'server-only';
import { outcome, programme } from '#box-office/server.ts';
import type { Locale } from '#words/locales.ts';
import type { Event } from './order.ts';

/** The events of a page of orders, by id; one that is not told any more is missing. Kept half a minute, like all of the programme. */
export async function eventsOf(locale: Locale, ids: readonly string[]): Promise<Map<string, Event>> {
  const found = await Promise.all([...new Set(ids)].map((eventId) => outcome(programme(locale).GET('/api/v1/events/{eventId}', { params: { path: { eventId } } }))));
  return new Map(found.flatMap(({ data }) => (data ? [[data.id, data] as const] : [])));
}
