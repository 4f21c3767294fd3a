import { getTranslations } from 'next-intl/server';
import type { Locale } from '#words/locales.ts';
import { Notice } from './notice.tsx';

/** Tells whose browser runs no script what will not work without: this page, or what comes after choosing, while there is still time to do something about it. */
export async function NeedsScript({ locale, what = 'this page' }: { locale: Locale; what?: 'this page' | 'to pay' }) {
  const t = await getTranslations({ locale, namespace: 'ui' });
  return (
    <noscript>
      <Notice title={t(what === 'to pay' ? 'needs-script-to-pay' : 'needs-script')} />
    </noscript>
  );
}
