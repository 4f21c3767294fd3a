'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '#ui/button.tsx';
import { classNames } from '#ui/class-names.ts';
import { formatMoney } from '#ui/money.tsx';
import { goToBestAvailable, BEST_AVAILABLE } from './best-available.tsx';
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

/** The one thing to do, always in reach of a thumb, with the sum that is paid. By its id the page leaves room for it below what has the focus (`ui/ui.css`); a short window has none to leave. */
export function HoldBar({ choice, types, otherwise, holdMinutes, busy, locked, onHold }: HoldBarProps) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const total = totalOf(choice, types);
  return (
    <div id="hold-bar" className="sticky bottom-0 z-10 -mx-4 grid gap-2 border-t border-line bg-ground px-4 py-3 [@media(max-height:24rem)]:static lg:static lg:mx-0 lg:rounded-stub lg:border lg:bg-raised lg:p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="grid">
          <span className="text-fine text-quiet">{total ? t('total-fees-in') : t('choose-first')}</span>
          {total && <span className="text-title font-bold tabular-nums">{formatMoney(locale, total)}</span>}
          {!total && otherwise && (
            <a href={`#${BEST_AVAILABLE}`} onClick={goToBestAvailable} className="inline-flex min-h-11 items-center text-fine font-semibold lg:hidden">
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
