import { getTranslations } from 'next-intl/server';
import { Instant } from '#ui/instant.tsx';
import { Link } from '#ui/link.tsx';
import { Money } from '#ui/money.tsx';
import { NothingYet } from '#ui/nothing-yet.tsx';
import { shortNumber } from '#ui/short-number.ts';
import { ShowName } from '#ui/show-name.tsx';
import { Stub } from '#ui/stub.tsx';
import { path, type Locale } from '#words/locales.ts';
import type { Event, Order } from './order.ts';

// Where an order's event is not told any more, its purchase still has an hour: that of most of the house's fans.
const USUAL_ZONE = 'America/Sao_Paulo';

/** Somebody's orders, the newest first. */
export async function OrderList({ locale, orders, events }: { locale: Locale; orders: Order[]; events: ReadonlyMap<string, Event> }) {
  const t = await getTranslations('orders');
  if (orders.length === 0) return <NothingYet of="orders" locale={locale} />;
  return (
    <ul className="grid gap-4">
      {orders.map((order) => {
        const event = events.get(order.eventId);
        return (
          <Stub key={order.id} as="li" used={order.state === 'refunded' || order.state === 'expired'} torn={<Torn locale={locale} order={order} state={t(`state.${order.state}`)} />}>
            <Link href={path(locale, `/orders/${order.id}`)} className="font-display text-show text-balance font-extrabold uppercase text-ink no-underline hover:underline">
              <ShowName>{event?.title ?? t('number', { number: shortNumber(order.id) })}</ShowName>
            </Link>
            <p className="mt-1 flex flex-wrap gap-x-3 text-fine text-quiet">
              <span>{t('number', { number: shortNumber(order.id) })}</span>
              <Instant locale={locale} at={order.placedAt} zone={event?.timezone ?? USUAL_ZONE} />
            </p>
          </Stub>
        );
      })}
    </ul>
  );
}

function Torn({ locale, order, state }: { locale: Locale; order: Order; state: string }) {
  return (
    <div className="flex items-baseline justify-between gap-4 sm:grid sm:min-w-40 sm:justify-items-end sm:gap-1">
      <Money locale={locale} of={order.total} className="text-title font-bold" />
      <span className={order.state === 'confirmed' ? 'text-fine text-good' : 'text-fine text-quiet'}>{state}</span>
    </div>
  );
}
