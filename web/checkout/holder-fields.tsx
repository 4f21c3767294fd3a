'use client';

import { useTranslations } from 'next-intl';
import type { Holder } from '#box-office/told-holders.ts';
import { Field } from '#ui/field.tsx';
import { writtenCpf } from './cpf.ts';

/** What is wrong with a holder, part by part. */
export type HolderMistakes = ReadonlyMap<number, { name: boolean; document: boolean }>;

interface HolderFieldsProps {
  holders: readonly Holder[];
  /** What each ticket is called, in the order of the holders. */
  labels: readonly string[];
  mistakes: HolderMistakes;
  onChange(holders: Holder[]): void;
}

/** A name and a document for each ticket. */
export function HolderFields({ holders, labels, mistakes, onChange }: HolderFieldsProps) {
  const t = useTranslations('checkout.holders');
  const change = (at: number, part: Partial<Holder>): void => onChange(holders.map((holder, index) => (index === at ? { ...holder, ...part } : holder)));
  return holders.map((holder, index) => (
    <fieldset key={index} className="grid gap-3 sm:grid-cols-2">
      <legend className="mb-2 text-lead font-bold">{labels[index]}</legend>
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
        error={mistakes.get(index)?.document ? t(holder.document === '' ? 'missing-cpf' : 'bad-cpf') : undefined}
        onChange={(event) => change(index, { document: writtenCpf(event.target.value) })}
      />
    </fieldset>
  ));
}
