'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type MouseEvent, useState } from 'react';
import type { HoldWish } from '#box-office/holds.ts';
import { Button } from '#ui/button.tsx';
import { formatMoney } from '#ui/money.tsx';
import { Select } from '#ui/select.tsx';
import { Stepper } from '#ui/stepper.tsx';
import type { TicketType } from './rules/choice.ts';

/** Where it stands on the page. */
export const BEST_AVAILABLE = 'best-available';

/** By a link to it, without an entry of its own in the history: who goes back means the page before. */
export function goToBestAvailable(click: MouseEvent): void {
  click.preventDefault();
  const place = document.getElementById(BEST_AVAILABLE);
  place?.scrollIntoView();
  place?.focus({ preventScroll: true });
}

type Wish = Extract<HoldWish, { quantity: number }>;

interface BestAvailableProps {
  types: readonly TicketType[];
  limit: number;
  accessible: boolean;
  /** What the box office is being asked for here. */
  asked: Wish | null;
  /** It is being asked for something, here or elsewhere on the page. */
  locked: boolean;
  onWish: (wish: Wish) => void;
}

/** One tap: the box office gives the nearest seats together, and nobody has to look at a map. */
export function BestAvailable({ types, limit, accessible, asked, locked, onWish }: BestAvailableProps) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const [own, setWished] = useState<Wish>({ ticketTypeId: types[0]?.id ?? '', quantity: Math.min(2, limit) });
  const wished = asked ?? own;
  return (
    <section aria-labelledby={BEST_AVAILABLE} className="grid gap-3 rounded-stub border border-line bg-raised p-4">
      <div>
        <h2 id={BEST_AVAILABLE} tabIndex={-1} className="scroll-mt-6 text-lead font-bold">
          {t('best')}
        </h2>
        <p className="text-fine text-quiet">{accessible ? t('best-lead-wheelchair') : t('best-lead')}</p>
      </div>
      <Select
        label={t('ticket-type')}
        disabled={locked}
        value={wished.ticketTypeId}
        onChange={(event) => setWished({ ...wished, ticketTypeId: event.target.value })}
        options={types.map(({ id, name, price }) => ({ value: id, label: `${name} — ${formatMoney(locale, price)}` }))}
      />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Stepper label={t('how-many')} less={t('fewer')} more={t('more')} value={wished.quantity} disabled={locked} min={1} max={limit} onChange={(quantity) => setWished({ ...wished, quantity })} />
        <Button busy={asked !== null} disabled={locked && asked === null} onClick={() => onWish(wished)}>
          {t('best-take', { count: wished.quantity })}
        </Button>
      </div>
    </section>
  );
}
