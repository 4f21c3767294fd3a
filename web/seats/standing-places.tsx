'use client';

import { useLocale, useTranslations } from 'next-intl';
import { formatMoney } from '#ui/money.tsx';
import { Stepper } from '#ui/stepper.tsx';
import { Stub } from '#ui/stub.tsx';
import { pricesOf, type Choice, type TicketType } from './rules/choice.ts';

const anchorOf = (category: string) => `standing-${category.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}`;

/** Where the plan shows a standing place, a touch leads to its prices. */
export function toStanding(category: string): void {
  const place = document.getElementById(anchorOf(category));
  place?.scrollIntoView({ block: 'center' });
  place?.closest('li')?.querySelector<HTMLElement>('button:enabled')?.focus({ preventScroll: true });
}

/** Beside a plan of seats, that there are places without seats too, and the way to them. */
export function StandingLinks({ types }: { types: readonly TicketType[] }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const categories = [...new Set(types.map(({ category }) => category))];
  return (
    <ul className="flex flex-wrap gap-x-5">
      {categories.map((category) => (
        <li key={category}>
          <a href={`#${anchorOf(category)}`} className="inline-flex min-h-11 items-center font-semibold">
            {t('standing-from', { name: category, price: formatMoney(locale, pricesOf(types, category, 'standing')!.from) })}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** Places without numbers: how many of which kind. A purchase has one kind of them, since a hold has. */
export function StandingPlaces({ types, free, choice, limit, locked, onChoice }: { types: readonly TicketType[]; free: ReadonlyMap<string, number>; choice: Choice; limit: number; locked: boolean; onChoice: (ticketTypeId: string, quantity: number) => void }) {
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
        {types.map((type, at) => {
          const left = free.get(type.category);
          return (
            <Stub
              key={type.id}
              as="li"
              torn={<Stepper label={t('how-many-of', { type: type.name })} less={t('fewer')} more={t('more')} value={quantity(type.id)} disabled={locked} max={left === 0 ? 0 : Math.min(limit, left ?? limit)} onChange={(next) => onChoice(type.id, next)} />}
            >
              <p id={types.findIndex(({ category }) => category === type.category) === at ? anchorOf(type.category) : undefined} className="font-bold">
                {type.name}
              </p>
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
