'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#ui/button.tsx';
import { formatMoney } from '#ui/money.tsx';
import { Select } from '#ui/select.tsx';
import { Stepper } from '#ui/stepper.tsx';
import type { TicketType } from './rules/choice.ts';

/** One tap: the box office gives the nearest seats together, and nobody has to look at a map. */
export function BestAvailable({ types, limit, accessible, busy, onWish }: { types: readonly TicketType[]; limit: number; accessible: boolean; busy: boolean; onWish: (wish: { ticketTypeId: string; quantity: number }) => void }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const [wished, setWished] = useState({ ticketTypeId: types[0]?.id ?? '', quantity: Math.min(2, limit) });
  return (
    <section aria-labelledby="best-available" className="grid gap-3 rounded-stub border border-line bg-raised p-4">
      <div>
        <h2 id="best-available" className="text-lead font-bold">
          {t('best')}
        </h2>
        <p className="text-fine text-quiet">{accessible ? t('best-lead-wheelchair') : t('best-lead')}</p>
      </div>
      <Select
        label={t('ticket-type')}
        value={wished.ticketTypeId}
        onChange={(event) => setWished({ ...wished, ticketTypeId: event.target.value })}
        options={types.map(({ id, name, price }) => ({ value: id, label: `${name} — ${formatMoney(locale, price)}` }))}
      />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Stepper label={t('how-many')} less={t('fewer')} more={t('more')} value={wished.quantity} min={1} max={limit} onChange={(quantity) => setWished({ ...wished, quantity })} />
        <Button busy={busy} onClick={() => onWish(wished)}>
          {t('best-take', { count: wished.quantity })}
        </Button>
      </div>
    </section>
  );
}
