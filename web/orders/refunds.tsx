import { getTranslations } from 'next-intl/server';
import { formatInstant } from '#ui/instant.tsx';
import { formatMoney, Money } from '#ui/money.tsx';
import type { Locale } from '#words/locales.ts';
import type { Refund } from './order.ts';

/** What goes back of an order, and how far each is. */
export async function Refunds({ locale, refunds, timezone }: { locale: Locale; refunds: Refund[]; timezone: string }) {
  const t = await getTranslations('orders.refund');
  if (refunds.length === 0) return null;
  return (
    <section aria-labelledby="refunds" className="grid gap-3 print:hidden">
      <h2 id="refunds" className="text-title font-bold">
        {t('title')}
      </h2>
      <ul className="grid divide-y divide-line border-y border-line">
        {refunds.map((refund) => (
          <li key={refund.id} className="flex justify-between gap-4 py-3">
            <div>
              <p className="font-semibold">{t(refund.state)}</p>
              <p className="text-fine text-quiet">
                {t('to', { destination: refund.to })} · {t(refund.settledAt ? 'settled' : 'asked', { date: formatInstant(locale, refund.settledAt ?? refund.requestedAt, timezone, 'day') })}
              </p>
              {refund.takenBack && <p className="text-fine">{t('taken-back', { amount: formatMoney(locale, refund.takenBack) })}</p>}
              {refund.toBalance && refund.toBalance.amountCents > 0 && (
                <p className="text-fine">{t('to-balance', { amount: formatMoney(locale, refund.toBalance) })}</p>
              )}
            </div>
            <Money locale={locale} of={refund.amount} className="font-bold" />
          </li>
        ))}
      </ul>
    </section>
  );
}
