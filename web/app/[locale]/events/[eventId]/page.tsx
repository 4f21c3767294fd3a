import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { about } from '#programme/addresses.ts';
import { publishedDraw, shownEvent } from '#programme/asked.ts';
import { EventPage } from '#programme/event-page.tsx';
import { formatInstant } from '#ui/instant.tsx';
import { localeOf } from '#words/locale-of.ts';

export const revalidate = 30;

interface Props {
  params: Promise<{ locale: string; eventId: string }>;
}

/** Made when it is first asked for. */
export const generateStaticParams = (): { eventId: string }[] => [];

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = await localeOf(params);
  const event = await shownEvent(locale, (await params).eventId);
  const t = await getTranslations({ locale, namespace: 'programme.event' });
  const when = formatInstant(locale, event.startsAt, event.timezone, 'full day');
  const description = t('description', { title: event.title, venue: event.venueName, city: event.city, when });
  return {
    ...about(locale, `/events/${event.id}`, { title: event.title, description }),
    // A rehearsal is seen by whoever knows its address and by nobody else.
    ...(event.rehearsal && { robots: { index: false, follow: false } }),
  };
}

/** The same for everybody, half a minute old at most; what is live the browser asks for. */
export default async function Page({ params }: Props) {
  const locale = await localeOf(params);
  const event = await shownEvent(locale, (await params).eventId);
  const draw = await publishedDraw(locale, event);
  return <EventPage locale={locale} event={event} {...(draw && { draw })} />;
}
