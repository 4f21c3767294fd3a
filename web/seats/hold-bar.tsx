'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '#ui/button.tsx';
import { classNames } from '#ui/class-names.ts';
import { formatMoney } from '#ui/money.tsx';
import { BEST_AVAILABLE } from './best-available.tsx';
import { countOf, totalOf, type Choice, type TicketType } from './rules/choice.ts';

interface HoldBarProps {
  choice: Choice;
  types: readonly TicketType[];
  /** The box office can choose as well, elsewhere on the page. */
  otherwise: boolean;
  holdMinutes: number;
  busy: boolean;
  locked: boolean;
  onHold: () => void;
}

/** The one thing to do, always in reach of a thumb, with the sum that is paid. */
export function HoldBar({ choice, types, otherwise, holdMinutes, busy, locked, onHold }: HoldBarProps) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const total = totalOf(choice, types);
  return (
    <div className="sticky bottom-0 z-10 -mx-4 grid gap-2 border-t border-line bg-ground px-4 py-3 lg:static lg:mx-0 lg:rounded-stub lg:border lg:bg-raised lg:p-4">
      <div className="flex items-center justify-between gap-4">
        <p className="grid">
          <span className="text-fine text-quiet">{total ? t('total-fees-in') : t('choose-first')}</span>
          {total && <span className="text-title font-bold tabular-nums">{formatMoney(locale, total)}</span>}
          {!total && otherwise && (
            <a href={`#${BEST_AVAILABLE}`} className="text-fine font-semibold lg:hidden">
              {t('choose-otherwise')}
            </a>
          )}
        </p>
        <Button kind="main" className="shrink-0" busy={busy} busyLabel={t('holding')} disabled={total === null || (locked && !busy)} onClick={onHold}>
          {t('hold', { count: countOf(choice) })}
        </Button>
      </div>
      <p className={classNames('text-fine text-quiet', !locked && 'hidden sm:block')}>{locked ? t('locked') : t('hold-next', { minutes: holdMinutes })}</p>
    </div>
  );
}
