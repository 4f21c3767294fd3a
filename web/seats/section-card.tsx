'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Button } from '#ui/button.tsx';
import { formatMoney } from '#ui/money.tsx';
import type { Section } from './engine/plan.ts';
import { useSeatChanges, type LivePlan } from './live-plan.ts';
import type { TicketType } from './rules/choice.ts';
import { sightOf } from './rules/sight.ts';
import { StageSight } from './stage-sight.tsx';
import { freeIn } from './section-list.tsx';

/** What is to be known of a section before one looks at its seats: what it costs, what is left, what one sees. */
export function SectionCard({ live, types, section, accessible, onList, onClose }: { live: LivePlan; types: readonly TicketType[]; section: Section; accessible: boolean; onList: () => void; onClose: () => void }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  useSeatChanges(live, section.index);
  const own = types.filter(({ category, kind }) => category === section.category && kind === section.kind);
  const sight = sightOf(live.plan, section, live.areas);
  const free = freeIn(live, section, accessible);
  return (
    <section aria-label={section.name} className="grid gap-4 rounded-stub border border-line bg-raised p-4 sm:grid-cols-[1fr_auto]">
      <div className="grid content-start gap-2">
        <h3 className="text-lead font-bold">{section.name}</h3>
        <p className="text-fine text-quiet">
          {[section.category !== section.name && section.category, accessible ? t('free-wheelchair', { count: free }) : t('free', { count: free })].filter(Boolean).join(' · ')}
        </p>
        <ul className="grid gap-1">
          {own.map((type) => (
            <li key={type.id} className="flex justify-between gap-4 border-b border-dashed border-line pb-1 last:border-0">
              <span>{type.name}</span>
              <span className="font-bold tabular-nums">{formatMoney(locale, type.price)}</span>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          <Button onClick={onList}>{t('see-as-list')}</Button>
          <Button kind="quiet" onClick={onClose}>
            {t('close-section')}
          </Button>
        </div>
      </div>
      {sight && <StageSight sight={sight} />}
    </section>
  );
}
