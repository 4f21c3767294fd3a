'use client';

import { useTranslations } from 'next-intl';
import { Select } from '#ui/select.tsx';
import type { SandboxField } from './offer.ts';

interface CardFieldProps {
  field: SandboxField;
  token: string | null;
  onToken(token: string): void;
}

/**
 * Where a card is asked for. A card's number never comes near this site: whatever stands here gives a token. A sandbox's cards
 * are a list in words; a provider's own field would stand in the same place and give its token the same way.
 */
export function CardField({ field, token, onToken }: CardFieldProps) {
  const t = useTranslations('checkout.sandbox');
  return (
    <div className="border-t border-line px-4 py-3">
      <Select label={t('title')} hint={t('lead')} value={token ?? ''} onChange={(event) => onToken(event.target.value)} options={field.cards.map((card) => ({ value: card.token, label: t(card.outcome) }))} />
    </div>
  );
}
