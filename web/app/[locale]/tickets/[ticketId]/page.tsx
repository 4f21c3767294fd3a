import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { need } from '#account/private-page.ts';
import { outcome, personal } from '#box-office/server.ts';
import { eventsOf } from '#orders/events.ts';
import { PrintButton } from '#tickets/print-button.tsx';
import { TicketSheet } from '#tickets/ticket-sheet.tsx';
import { Link } from '#ui/link.tsx';
import { isLocale, path } from '#words/locales.ts';

export const dynamic = 'force-dynamic';

interface PageProps {
  params: Promise<{ locale: string; ticketId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('tickets'))('title') };
}

export default async function TicketPage({ params }: PageProps) {
  const { locale, ticketId } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const ticket = need(locale, `/tickets/${ticketId}`, await outcome((await personal(locale)).GET('/api/v1/tickets/{ticketId}', { params: { path: { ticketId } } })));
  const [t, events] = await Promise.all([getTranslations('tickets'), eventsOf(locale, [ticket.eventId])]);
  const show = events.get(ticket.eventId);
  return (
    <div className="mx-auto grid max-w-form gap-6 sm:max-w-page">
      <p className="print:hidden">
        <Link href={path(locale, '/tickets')} className="inline-flex min-h-11 items-center">
          {t('back')}
        </Link>
      </p>
      <TicketSheet locale={locale} ticket={ticket} show={show} heading="h1" />
      {ticket.state === 'valid' && (
        <p className="flex flex-wrap items-center justify-center gap-3 print:hidden">
          <PrintButton kind="main" label={t('print')} />
          <Link href={path(locale, `/orders/${ticket.orderId}`)} className="inline-flex min-h-11 items-center px-3 font-semibold">
            {t('order')}
          </Link>
        </p>
      )}
    </div>
  );
}
