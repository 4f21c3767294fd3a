'use client';

import { useTranslations } from 'next-intl';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { sectionOfSeat, type Plan } from './engine/plan.ts';
import type { TicketType } from './rules/choice.ts';
import type { Offer } from './rules/nearest.ts';
import { useSeatWords } from './seat-words.ts';

/** Somebody else was faster. What is lost, what is kept, and what is free beside it. */
export function LostSeats({ plan, types, lost, offers, locked, onTake, onClose }: { plan: Plan; types: readonly TicketType[]; lost: readonly number[]; offers: readonly Offer[]; locked: boolean; onTake: (offer: Offer) => void; onClose: () => void }) {
  const t = useTranslations('seats');
  const words = useSeatWords(plan, types);
  return (
    <Notice kind="bad" title={t('lost', { count: lost.length, seats: words.places(lost) })}>
      <p>{offers.length > 0 ? t('lost-offers') : t('lost-none')}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        {offers.map((offer) => (
          <Button key={offer.seats.join()} disabled={locked} onClick={() => onTake(offer)}>
            {offer.where === 'category' ? `${sectionOfSeat(plan, offer.seats[0]!).name}: ` : ''}
            {words.places(offer.seats)}
          </Button>
        ))}
        <Button kind="quiet" onClick={onClose}>
          {t('lost-close')}
        </Button>
      </div>
    </Notice>
  );
}
