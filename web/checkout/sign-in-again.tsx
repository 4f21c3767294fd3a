'use client';

import { useLocale, useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { Link } from '#ui/link.tsx';
import { Notice } from '#ui/notice.tsx';
import { path } from '#words/locales.ts';

/** The session has ended: the way to a new one, and back here. */
export function SignInAgain({ live, children }: { live?: boolean; children: ReactNode }) {
  const t = useTranslations('checkout.refused');
  const here = usePathname();
  return (
    <Notice kind="bad" live={live ?? true}>
      <p>{children}</p>
      <Link href={`${path(useLocale(), '/sign-in')}?return=${encodeURIComponent(here)}`}>{t('sign-in-link')}</Link>
    </Notice>
  );
}
