'use client';

import { useTranslations } from 'next-intl';
import type { Holder } from '#box-office/told-holders.ts';
import { Notice } from '#ui/notice.tsx';
import { HolderFields, type HolderMistakes } from './holder-fields.tsx';
import type { Offer } from './offer.ts';
import { useTold } from './use-told.ts';

interface HoldersProps {
  offer: Offer;
  holders: readonly Holder[];
  mistakes: HolderMistakes;
  onChange(holders: Holder[]): void;
}

/** Whose each ticket is, where it carries a name. What was told while waiting in the line stands there already. */
export function Holders({ offer, holders, mistakes, onChange }: HoldersProps) {
  const t = useTranslations('checkout.holders');
  const told = useTold(offer.event.id, holders, onChange);
  if (holders.length === 0) return null;
  return (
    <section aria-labelledby="holders" className="grid gap-4">
      <div>
        <h2 id="holders" className="text-title font-bold">
          {t('title')}
        </h2>
        <p className="text-quiet">{t('lead')}</p>
      </div>
      {told && <Notice>{t('told')}</Notice>}
      <HolderFields holders={holders} labels={holders.map((_, index) => t('which', { number: index + 1, label: offer.hold.items[index]?.label ?? '' }))} mistakes={mistakes} onChange={onChange} />
    </section>
  );
}
