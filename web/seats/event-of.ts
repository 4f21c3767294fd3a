import { notFound } from 'next/navigation';
import { outcome, programme } from '#box-office/server.ts';
import type { Locale } from '#words/locales.ts';
import type { Event } from './facts.ts';

/** The event of that address, as it was half a minute ago at most; or the page that says there is none. */
export async function eventOf(locale: Locale, eventId: string): Promise<Event> {
  const { data, failure } = await outcome(programme(locale).GET('/api/v1/events/{eventId}', { params: { path: { eventId } } }));
  if (failure?.status === 404 || failure?.status === 400) notFound();
  // Thrown, so that what was made before stays.
  if (failure) throw new Error(`The event could not be read: ${failure.code}`);
  return data;
}
