import { getTranslations } from 'next-intl/server';
import type { paths } from '#box-office/schema.d.ts';
import { Instant } from '#ui/instant.tsx';
import { Money } from '#ui/money.tsx';
import type { Locale } from '#words/locales.ts';

type Transfer = paths['/api/v1/wallet/transfers']['get']['responses']['200']['content']['application/json']['items'][number];

// The days of the statement are those of Brazil's banks; so are these.
const BANK_ZONE = 'America/Sao_Paulo';

/** What came in and went out, the newest first. */
export async function Movements({ locale, transfers }: { locale: Locale; transfers: Transfer[] }) {
  const t = await getTranslations('wallet');
  if (transfers.length === 0) return <p className="text-quiet">{t('movements.empty')}</p>;
  return (
    <table className="w-full text-left">
      <thead className="text-fine text-quiet">
        <tr>
          <th scope="col" className="py-2 font-semibold">
            {t('movements.date')}
          </th>
          <th scope="col" className="py-2 font-semibold">
            {t('movements.what')}
          </th>
          <th scope="col" className="py-2 text-right font-semibold">
            {t('movements.amount')}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-y border-line">
        {transfers.map(({ id, kind, direction, state, amount, createdAt }) => (
          <tr key={id}>
            <td className="py-3 pr-3 text-fine whitespace-nowrap">
              <Instant locale={locale} at={createdAt} zone={BANK_ZONE} as="day" />
            </td>
            <td className="py-3 pr-3">
              {t(`kind.${kind}`)}
              {state !== 'posted' && <span className="block text-fine text-quiet">{t(`state.${state}`)}</span>}
            </td>
            <td className={`py-3 text-right font-semibold ${state === 'voided' || state === 'expired' ? 'text-quiet line-through' : direction === 'in' ? 'text-good' : ''}`}>
              <Money locale={locale} of={direction === 'in' ? amount : { ...amount, amountCents: -amount.amountCents }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
