'use client';

import { useTranslations } from 'next-intl';
import { Field } from '#ui/field.tsx';
import { isCpf, writtenCpf } from '../cpf.ts';
import type { CardHolder } from './card.ts';

interface Mistakes {
  name: boolean;
  cpf: boolean;
  any: boolean;
}

export function holderMistakes({ name, cpf }: CardHolder): Mistakes {
  const wrong = { name: name.trim() === '', cpf: !isCpf(cpf) };
  return { ...wrong, any: wrong.name || wrong.cpf };
}

/** Who the card is of, where the provider asks for it. No `name` attribute: it is no part of the form, and goes to the provider only. */
export function HolderFields({ holder, mistakes, onChange }: { holder: CardHolder; mistakes: Mistakes | null; onChange(holder: CardHolder): void }) {
  const t = useTranslations('checkout');
  return (
    <>
      <Field label={t('cards.holder')} value={holder.name} autoComplete="cc-name" error={mistakes?.name ? t('holders.missing') : undefined} onChange={(event) => onChange({ ...holder, name: event.target.value })} />
      <Field
        label={t('cards.holder-cpf')}
        value={holder.cpf}
        inputMode="numeric"
        autoComplete="off"
        error={mistakes?.cpf ? t(holder.cpf === '' ? 'holders.missing-cpf' : 'holders.bad-cpf') : undefined}
        onChange={(event) => onChange({ ...holder, cpf: writtenCpf(event.target.value) })}
      />
    </>
  );
}
