import { getTranslations } from 'next-intl/server';
import { publicOrigin } from '#programme/addresses.ts';
import { shownEvent } from '#programme/asked.ts';
import { calendarOf } from '#programme/calendar.ts';
import { localeOf } from '#words/locale-of.ts';
import { path } from '#words/locales.ts';

// Time to find a charger, and not so much that one sits down again.
const remindMinutesBefore = 10;
const lengthMs = 30 * 60_000;

/** The opening of the sale as an appointment: reminding somebody takes no account and no address of theirs. */
export async function GET(_: Request, { params }: { params: Promise<{ locale: string; eventId: string }> }): Promise<Response> {
  const locale = await localeOf(params);
  const event = await shownEvent(locale, (await params).eventId);
  const t = await getTranslations({ locale, namespace: 'programme.calendar' });
  const url = `${publicOrigin()}${path(locale, `/events/${event.id}`)}`;
  const calendar = calendarOf({
    uid: `opening-${event.id}@catraca`, startsAt: event.saleStartsAt, endsAt: new Date(Date.parse(event.saleStartsAt) + lengthMs).toISOString(),
    title: t('title', { title: event.title }), text: t('text', { title: event.title, url }), url, remindMinutesBefore, madeAt: new Date().toISOString(),
  });
  return new Response(calendar, {
    headers: { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'attachment; filename="catraca.ics"', 'cache-control': 'public, max-age=60' },
  });
}
