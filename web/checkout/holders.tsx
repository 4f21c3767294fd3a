'use client';

import { useTranslations } from 'next-intl';
import { Field } from '#ui/field.tsx';
import { writtenCpf } from './cpf.ts';
import type { Offer } from './offer.ts';

type Holder = { name: string; document: string };

interface HoldersProps {
  offer: Offer;
  holders: readonly Holder[];
  mistakes: ReadonlyMap<number, { name: boolean; document: boolean }>;
  onChange(holders: Holder[]): void;
}

/** Whose each ticket is, where it carries a name. */
export function Holders({ offer, holders, mistakes, onChange }: HoldersProps) {
  const t = useTranslations('checkout.holders');
  if (holders.length === 0) return null;
  const change = (at: number, part: Partial<Holder>): void => onChange(holders.map((holder, index) => (index === at ? { ...holder, ...part } : holder)));
  return (
    <section aria-labelledby="holders" className="grid gap-4">
      <div>
        <h2 id="holders" className="text-title font-bold">
          {t('title')}
        </h2>
        <p className="text-quiet">{t('lead')}</p>
      </div>
      {holders.map((holder, index) => (
        <fieldset key={index} className="grid gap-3 sm:grid-cols-2">
          <legend className="mb-2 font-semibold">{t('which', { number: index + 1, label: offer.hold.items[index]?.label ?? '' })}</legend>
          <Field
            label={t('name')}
            value={holder.name}
            maxLength={100}
            autoComplete={index === 0 ? 'name' : 'off'}
            error={mistakes.get(index)?.name ? t('missing') : undefined}
            onChange={(event) => change(index, { name: event.target.value })}
          />
          <Field
            label={t('cpf')}
            value={holder.document}
            inputMode="numeric"
            autoComplete="off"
            error={mistakes.get(index)?.document ? t('bad-cpf') : undefined}
            onChange={(event) => change(index, { document: writtenCpf(event.target.value) })}
          />
        </fieldset>
      ))}
    </section>
  );
}
