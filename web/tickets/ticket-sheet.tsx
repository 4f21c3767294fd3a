import { getTranslations } from 'next-intl/server';
import { Instant } from '#ui/instant.tsx';
import { shortNumber } from '#ui/short-number.ts';
import { ShowName } from '#ui/show-name.tsx';
import { Stub } from '#ui/stub.tsx';
import type { Locale } from '#words/locales.ts';
import type { Show, Ticket } from './ticket.ts';
import './ticket.css';

interface TicketSheetProps {
  locale: Locale;
  ticket: Ticket;
  /** What only the programme tells of its event; nothing of an event that is not told any more. */
  show?: Show | undefined;
  heading?: 'h1' | 'h2';
}

/** A ticket as it is shown at the door, and printed: one a page. Its code is the API's own picture, dark on white. */
export async function TicketSheet({ locale, ticket, show, heading: Heading = 'h2' }: TicketSheetProps) {
  const t = await getTranslations('tickets');
  const orders = await getTranslations('orders');
  const { event, state } = ticket;
  const code = state === 'valid' && (
    <div className="grid justify-items-center gap-1">
      <img src={`/api/v1/tickets/${ticket.id}.svg`} alt={t('code', { label: ticket.label })} width={240} height={240} className="ticket-code size-60 rounded-control sm:size-48" />
      <p className="max-w-60 text-center text-fine text-quiet print:hidden">{t('present')}</p>
      <p className="font-semibold tabular-nums">{orders('number', { number: shortNumber(ticket.orderId) })}</p>
      <a href={`/api/v1/tickets/${ticket.id}.pdf`} aria-label={t('pdf-of', { label: ticket.label })} className="inline-flex min-h-11 items-center px-3 font-semibold print:hidden">
        {t('pdf')}
      </a>
    </div>
  );
  return (
    <Stub as="article" used={state !== 'valid'} torn={code || undefined} tornFirst className="ticket-sheet">
      <Heading className="font-display text-show font-extrabold uppercase">
        <ShowName>{event?.title ?? ticket.label}</ShowName>
      </Heading>
      {event?.artist !== undefined && <p className="text-quiet">{event.artist}</p>}
      {state !== 'valid' && <p className="mt-2 font-bold text-bad">{t(`state.${state}`)}</p>}
      <dl className="mt-4 grid grid-cols-3 gap-x-4 gap-y-3">
        {event?.startsAt !== undefined && (
          <Fact name={t('when')} wide>
            <Instant locale={locale} at={event.startsAt} zone={event.timezone} />
          </Fact>
        )}
        {event && show?.doorsAt && (
          <Fact name={t('doors')} wide>
            <Instant locale={locale} at={show.doorsAt} zone={event.timezone} as="time" />
          </Fact>
        )}
        {event && (
          <Fact name={t('place')} wide>
            {event.venueName}, {event.city}
            {show && show.address !== '' && <span className="block font-normal text-quiet">{show.address}</span>}
          </Fact>
        )}
        <Fact name={t('section')} large wide={ticket.row === undefined && ticket.seat === undefined}>
          {ticket.section}
        </Fact>
        {ticket.row !== undefined && (
          <Fact name={t('row')} large>
            {ticket.row}
          </Fact>
        )}
        {ticket.seat !== undefined && (
          <Fact name={t('seat')} large>
            {ticket.seat}
          </Fact>
        )}
        <Fact name={t('type')} wide>
          {ticket.ticketTypeName}
        </Fact>
        {ticket.holder && (
          <Fact name={t('holder')} wide>
            {ticket.holder.name}
            {ticket.holder.document !== undefined && <span className="block">{`${t('document')} ${ticket.holder.document}`}</span>}
          </Fact>
        )}
      </dl>
    </Stub>
  );
}

function Fact({ name, large = false, wide = false, children }: { name: string; large?: boolean; wide?: boolean; children: React.ReactNode }) {
  return (
    <div className={wide ? 'col-span-3' : ''}>
      <dt className="text-fine text-quiet">{name}</dt>
      <dd className={large ? 'text-title font-bold tabular-nums' : 'font-semibold'}>{children}</dd>
    </div>
  );
}
