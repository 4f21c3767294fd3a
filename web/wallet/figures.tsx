import { getTranslations } from 'next-intl/server';
import { Money } from '#ui/money.tsx';
import { Stub } from '#ui/stub.tsx';
import type { paths } from '#box-office/schema.d.ts';
import type { Locale } from '#words/locales.ts';

type Balance = paths['/api/v1/wallet']['get']['responses']['200']['content']['application/json'];

/** What can be spent, large; and what it is made of. */
export async function Figures({ locale, balance }: { locale: Locale; balance: Balance }) {
  const t = await getTranslations('wallet');
  const parts = (
    <dl className="grid grid-cols-2 gap-4 sm:grid-cols-1">
      <div>
        <dt className="text-fine text-quiet">{t('balance')}</dt>
        <dd className="font-bold">
          <Money locale={locale} of={balance.balance} />
        </dd>
      </div>
      <div>
        <dt className="text-fine text-quiet">{t('frozen')}</dt>
        <dd className="font-bold">
          <Money locale={locale} of={balance.frozen} />
        </dd>
      </div>
    </dl>
  );
  return (
    <Stub torn={parts}>
      <p className="text-quiet">{t('available')}</p>
      <Money locale={locale} of={balance.available} className="text-show font-extrabold" />
      {balance.frozen.amountCents > 0 && <p className="mt-2 text-fine text-quiet">{t('frozen-hint')}</p>}
    </Stub>
  );
}
