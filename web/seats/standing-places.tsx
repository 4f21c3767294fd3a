'use client';

import { useLocale, useTranslations } from 'next-intl';
import { formatMoney } from '#ui/money.tsx';
import { Stepper } from '#ui/stepper.tsx';
import { Stub } from '#ui/stub.tsx';
import type { Choice, TicketType } from './rules/choice.ts';

/** Places without numbers: how many of which kind. A purchase has one kind of them, since a hold has. */
export function StandingPlaces({ types, free, choice, limit, onChoice }: { types: readonly TicketType[]; free: ReadonlyMap<string, number>; choice: Choice; limit: number; onChoice(ticketTypeId: string, quantity: number): void }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const quantity = (id: string) => (choice.kind === 'places' && choice.ticketTypeId === id ? choice.quantity : 0);
  return (
    <section aria-labelledby="standing" className="grid gap-3">
      <div>
        <h2 id="standing" className="text-lead font-bold">
          {t('standing')}
        </h2>
        <p className="text-fine text-quiet">{t('standing-lead')}</p>
      </div>
      <ul className="grid gap-3">
        {types.map((type) => {
          const left = free.get(type.category);
          return (
            <Stub
              key={type.id}
              as="li"
              torn={<Stepper label={t('how-many-of', { type: type.name })} less={t('fewer')} more={t('more')} value={quantity(type.id)} max={left === 0 ? 0 : Math.min(limit, left ?? limit)} onChange={(next) => onChoice(type.id, next)} />}
            >
              <p className="font-bold">{type.name}</p>
              <p className="tabular-nums">{formatMoney(locale, type.price)}</p>
              <p className="text-fine text-quiet">
                {left === 0 ? t('none-left') : left === undefined ? '' : t('places-left', { count: left })} {type.proofRequired && t('proof')}
              </p>
            </Stub>
          );
        })}
      </ul>
    </section>
  );
}
