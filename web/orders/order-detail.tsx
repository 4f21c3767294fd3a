import { getTranslations } from 'next-intl/server';
import { LineName } from '#checkout/line-name.tsx';
import { together } from '#checkout/lines.ts';
import { formatInstant } from '#ui/instant.tsx';
import { LinkButton } from '#ui/link.tsx';
import { Money } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { shortNumber } from '#ui/short-number.ts';
import { Stub } from '#ui/stub.tsx';
import { path, type Locale } from '#words/locales.ts';
import { type Event, isConflicted, type Order } from './order.ts';
import './tear.css';

interface OrderDetailProps {
  locale: Locale;
  order: Order;
  event: Event | undefined;
  /** It was paid just now: the total is torn off. */
  justPaid: boolean;
}

const USUAL_ZONE = 'America/Sao_Paulo';

/** How an order stands, and what to do about it. */
export async function OrderState({ locale, order }: Pick<OrderDetailProps, 'locale' | 'order'>) {
  const t = await getTranslations('orders');
  const kind = order.state === 'confirmed' ? 'good' : order.state === 'payment_failed' ? 'bad' : 'info';
  // It ended because another amount than asked was taken, which is no matter of time.
  const conflicted = isConflicted(order);
  return (
    <div className="grid gap-4 print:hidden">
      <Notice kind={kind} title={conflicted && order.state === 'expired' ? t('one.conflicted-state') : t(`state.${order.state}`)}>
        {conflicted ? t(order.state === 'expired' ? 'one.conflicted' : 'one.conflicted-back') : t(`one.${order.state}`)}
      </Notice>
      {order.dispute && <Notice kind={order.dispute === 'lost' ? 'bad' : 'info'}>{t(`dispute.${order.dispute}`)}</Notice>}
      {(order.state === 'awaiting_payment' || order.state === 'payment_failed') && (
        <LinkButton kind="main" href={path(locale, `/checkout/${order.holdId}`)}>
          {t('one.continue')}
        </LinkButton>
      )}
      {order.state === 'expired' && (
        <LinkButton kind="main" href={path(locale, `/events/${order.eventId}`)}>
          {t('one.again')}
        </LinkButton>
      )}
    </div>
  );
}

/** What was bought and what it came to, as a stub whose total is torn off once it is paid. */
export async function OrderDetail({ locale, order, event, justPaid }: OrderDetailProps) {
  const t = await getTranslations('orders');
  const paid = order.state === 'confirmed' && order.payment;
  const torn = (
    <div className={`flex items-baseline justify-between gap-4 sm:grid sm:min-w-36 sm:justify-items-end sm:gap-1 ${justPaid ? 'torn-off' : ''}`}>
      <span className="text-quiet">{t('one.total')}</span>
      <Money locale={locale} of={order.total} className="text-head font-bold" />
    </div>
  );
  return (
    <section aria-labelledby="bought" className="grid gap-3 print:hidden">
      <h2 id="bought" className="text-title font-bold">
        {t('one.bought')}
      </h2>
      <Stub torn={torn}>
        <p className="flex flex-wrap gap-x-3 text-fine text-quiet">
          <span>{t('number', { number: shortNumber(order.id) })}</span>
          {paid && <span>{`${t('one.paid-by')} ${t(`method.${paid.method}`)}`}</span>}
          <span>{t('one.placed', { date: formatInstant(locale, order.placedAt, event?.timezone ?? USUAL_ZONE, 'both') })}</span>
        </p>
        <ul className="mt-3 grid gap-2">
          {together(order.items).map(({ label, name, quantity, price, refunded }, index) => (
            <li key={index} className="flex justify-between gap-4">
              <LineName label={label} name={name} quantity={quantity}>
                {refunded !== undefined && refunded > 0 && <span className="block text-fine text-quiet">{t('one.refunded-of', { count: refunded })}</span>}
              </LineName>
              <Money locale={locale} of={{ ...price, amountCents: price.amountCents * quantity }} />
            </li>
          ))}
        </ul>
      </Stub>
      {(paid || order.state === 'refunded') && order.payment && !isConflicted(order) && order.total.amountCents > 0 && (
        <p>
          <a href={`/api/v1/payments/${order.payment.id}/receipt`} className="inline-flex min-h-11 items-center font-semibold">
            {t('one.receipt')}
          </a>
        </p>
      )}
    </section>
  );
}
