import { getTranslations } from 'next-intl/server';
import type { paths } from '#box-office/schema.d.ts';
import { formatInstant } from '#ui/instant.tsx';
import type { Locale } from '#words/locales.ts';
import { deviceOf, roughAddress } from './device.ts';

type Answer = paths['/api/v1/auth/session']['get']['responses']['200']['content']['application/json'];

// A session has no place; its times are told as in most of the house's country.
const USUAL_ZONE = 'America/Sao_Paulo';

/** The one session there is and the one before it, so that a stranger's would be noticed. There are no others to end: signing in has ended them. */
export async function Sessions({ locale, session, previous }: Pick<Answer, 'session' | 'previous'> & { locale: Locale }) {
  const t = await getTranslations('account.session');
  const at = (instant: string) => formatInstant(locale, instant, USUAL_ZONE, 'both');
  const from = (origin: { userAgent: string | null; address: string | null }): string => {
    const { browser, system } = deviceOf(origin.userAgent);
    const device = browser !== null && system !== null ? t('device', { browser, system }) : (browser ?? system ?? t('unknown-device'));
    const address = roughAddress(origin.address);
    return address === null ? device : t('from', { device, address });
  };
  return (
    <dl className="grid gap-4">
      <div>
        <dt className="font-semibold">{t('this')}</dt>
        <dd>{from(session)}</dd>
        <dd className="text-fine text-quiet">{t('since', { since: at(session.createdAt), until: at(session.expiresAt) })}</dd>
      </div>
      {previous && (
        <div>
          <dt className="font-semibold">{t('before')}</dt>
          <dd>{from(previous)}</dd>
          <dd className="text-fine text-quiet">
            {t('was', { since: at(previous.createdAt), until: at(previous.endedAt) })} {t(`ended.${previous.endedBecause ?? 'expired'}`)}
          </dd>
          <dd className="text-fine text-quiet">{t('not-you')}</dd>
        </div>
      )}
    </dl>
  );
}
