import { getTranslations } from 'next-intl/server';
import { Instant } from '#ui/instant.tsx';
import { kindWithin } from '#ui/kind-within.ts';
import { Link } from '#ui/link.tsx';
import { NothingYet } from '#ui/nothing-yet.tsx';
import { ShowName } from '#ui/show-name.tsx';
import { Stub } from '#ui/stub.tsx';
import { path, type Locale } from '#words/locales.ts';
import { byTime, type Ticket } from './ticket.ts';

/** Somebody's tickets, the next show first. */
export async function TicketList({ locale, tickets, nowMs }: { locale: Locale; tickets: Ticket[]; nowMs: number }) {
  const t = await getTranslations('tickets');
  const { upcoming, past } = byTime(tickets, nowMs);
  if (tickets.length === 0) return <NothingYet of="tickets" locale={locale} />;
  return (
    <>
      {upcoming.length > 0 && <Group locale={locale} title={t('upcoming')} tickets={upcoming} />}
      {past.length > 0 && <Group locale={locale} title={t('past')} tickets={past} over />}
    </>
  );
}

async function Group({ locale, title, tickets, over = false }: { locale: Locale; title: string; tickets: Ticket[]; over?: boolean }) {
  const t = await getTranslations('tickets');
  return (
    <section className="grid gap-4">
      <h2 className="text-title font-bold">{title}</h2>
      <ul className="grid gap-4">
        {tickets.map((ticket) => (
          <Stub key={ticket.id} as="li" used={over || ticket.state !== 'valid'}>
            <div className="flex flex-wrap items-center justify-between gap-4">
              <div className="min-w-0">
                <p className="font-display text-show text-balance font-extrabold uppercase">
                  <ShowName>{ticket.event?.title ?? ticket.label}</ShowName>
                </p>
                {ticket.event?.startsAt !== undefined && <Instant locale={locale} at={ticket.event.startsAt} zone={ticket.event.timezone} className="text-fine text-quiet" />}
                <p className="mt-1 font-semibold">{ticket.label}</p>
                <p className="text-fine text-quiet first-letter:uppercase">{ticket.state === 'valid' ? kindWithin(ticket.label, ticket.ticketTypeName) : t(`state.${ticket.state}`)}</p>
              </div>
              <Link href={path(locale, `/tickets/${ticket.id}`)} aria-label={`${t('show')}: ${ticket.event?.title ?? ''} ${ticket.label}`} className="inline-flex min-h-11 items-center font-semibold">
                {t('show')}
              </Link>
            </div>
          </Stub>
        ))}
      </ul>
    </section>
  );
}
