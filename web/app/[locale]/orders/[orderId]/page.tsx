import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { need } from '#account/private-page.ts';
import { outcome, personal } from '#box-office/server.ts';
import { eventsOf } from '#orders/events.ts';
import { OrderDetail, OrderState } from '#orders/order-detail.tsx';
import { Refunds } from '#orders/refunds.tsx';
import { withdrawalUntil } from '#orders/withdrawal.ts';
import { Withdraw } from '#orders/withdraw.tsx';
import { PrintButton } from '#tickets/print-button.tsx';
import { TicketSheet } from '#tickets/ticket-sheet.tsx';
import { formatInstant } from '#ui/instant.tsx';
import { KeepTickets } from '#ui/keep-tickets.tsx';
import { Link } from '#ui/link.tsx';
import { formatMoney } from '#ui/money.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { ShowName } from '#ui/show-name.tsx';
import { isLocale, path } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

export const dynamic = 'force-dynamic';

interface PageProps {
  params: Promise<{ locale: string; orderId: string }>;
  searchParams: Promise<{ paid?: string | string[] }>;
}

const USUAL_ZONE = 'America/Sao_Paulo';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('orders'))('title') };
}

export default async function OrderPage({ params, searchParams }: PageProps) {
  const { locale, orderId } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const here = `/orders/${orderId}`;
  const justPaid = (await searchParams).paid !== undefined;
  const mine = await personal(locale);
  const order = need(locale, here, await outcome(mine.GET('/api/v1/orders/{orderId}', { params: { path: { orderId } } })));
  const [events, refunds, ...tickets] = await Promise.all([
    eventsOf(locale, [order.eventId]),
    outcome(mine.GET('/api/v1/orders/{orderId}/refunds', { params: { path: { orderId } } })),
    ...(order.tickets ?? []).map(async ({ id }) => need(locale, here, await outcome(mine.GET('/api/v1/tickets/{ticketId}', { params: { path: { ticketId: id } } })))),
  ]);
  const event = events.get(order.eventId);
  const t = await getTranslations('orders');
  const until = event ? withdrawalUntil(order.placedAt, event) : null;
  // What goes back already is not asked for twice.
  const withdrawable = order.state === 'confirmed' && until !== null && until.getTime() > Date.now() && order.dispute !== 'lost' && (refunds.data?.items.length ?? 0) === 0;
  return (
    <div className="mx-auto grid max-w-form gap-8 sm:max-w-page">
      <div className="grid gap-6 print:hidden">
        <PageTitle show={event !== undefined}>{event ? <ShowName>{event.title}</ShowName> : t('title')}</PageTitle>
        <OrderState locale={locale} order={order} />
        {tickets.length > 0 && (
          <p>
            <PrintButton kind="main" label={t('one.print')} />
          </p>
        )}
      </div>
      {tickets.map((ticket) => (
        <TicketSheet key={ticket.id} locale={locale} ticket={ticket} show={event} />
      ))}
      {/* Who has just bought may go to the door without ever opening a ticket. */}
      {tickets.length > 0 && <KeepTickets paths={['/tickets', ...tickets.map(({ id }) => `/tickets/${id}`)].map((page) => path(locale, page))} />}
      <OrderDetail locale={locale} order={order} event={event} justPaid={justPaid} />
      <Refunds locale={locale} refunds={refunds.data?.items ?? []} timezone={event?.timezone ?? USUAL_ZONE} />
      {withdrawable && (
        <Words of={['orders', 'failure']}>
          <Withdraw
            orderId={order.id}
            until={formatInstant(locale, until.toISOString(), event?.timezone ?? USUAL_ZONE, 'both')}
            amount={formatMoney(locale, order.total)}
          />
        </Words>
      )}
      <p className="print:hidden">
        <Link href={path(locale, '/orders')} className="inline-flex min-h-11 items-center">
          {t('one.back')}
        </Link>
      </p>
    </div>
  );
}
