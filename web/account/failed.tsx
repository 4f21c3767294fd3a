'use client';

import { useLocale, useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import type { Failure } from '#box-office/problem.ts';
import { Link } from '#ui/link.tsx';
import { Notice } from '#ui/notice.tsx';
import { useFailureText } from '#ui/use-failure-text.ts';
import { path } from '#words/locales.ts';

/** The session is over, or too old for what cannot be undone. */
const wantsSignIn = new Set(['platform.not_signed_in', 'identity.sign_in_again']);

/** What went wrong; and where signing in once more helps, the way there and back here. */
export function Failed({ failure }: { failure: Failure }) {
  const t = useTranslations('account.sign-in');
  const textOf = useFailureText();
  const locale = useLocale();
  const here = usePathname();
  return (
    <Notice kind="bad">
      {textOf(failure)}
      {wantsSignIn.has(failure.code) && (
        <Link href={`${path(locale, '/sign-in')}?return=${encodeURIComponent(here)}`} className="flex min-h-11 items-center font-semibold">
          {t('again')}
        </Link>
      )}
    </Notice>
  );
}
