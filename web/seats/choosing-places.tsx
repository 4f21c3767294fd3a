'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Checkbox } from '#ui/checkbox.tsx';
import { Notice } from '#ui/notice.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { BestAvailable } from './best-available.tsx';
import { Chosen } from './chosen.tsx';
import { seatOfId } from './engine/plan.ts';
import type { Event } from './facts.ts';
import { HoldBar } from './hold-bar.tsx';
import { Legend } from './legend.tsx';
import type { LivePlan } from './live-plan.ts';
import { LostSeats } from './lost-seats.tsx';
import { wishOf } from './purchase.ts';
import { NOTHING, seatsOf } from './rules/choice.ts';
import { SeatMap } from './seat-map.tsx';
import { useSeatWords } from './seat-words.ts';
import { SectionCard } from './section-card.tsx';
import { SectionList } from './section-list.tsx';
import { StandingLinks, StandingPlaces, toStanding } from './standing-places.tsx';
import { useChoice } from './use-choice.ts';
import { usePurchase } from './use-purchase.ts';
import { useStanding } from './use-standing.ts';
import { useTokens } from './use-tokens.ts';

interface ChoosingPlacesProps {
  event: Event;
  live: LivePlan;
  /** Whether news of the seats come in. */
  alive: boolean;
  limit: number;
  admissionToken: string | undefined;
  onNotAdmitted: () => void;
}

/** Map and list of the same seats, standing places, and what is chosen of them. */
export function ChoosingPlaces({ event, live, alive, limit, admissionToken, onNotAdmitted }: ChoosingPlacesProps) {
  const t = useTranslations('seats');
  const { plan } = live;
  const types = event.ticketTypes;
  const [view, setView] = useState('map');
  const [accessible, setAccessible] = useState(false);
  const [section, setSection] = useState<number | null>(null);
  const [look, setLook] = useState<{ section: number } | null>(null);
  const tokens = useTokens();
  const words = useSeatWords(plan, types);
  const categories = useMemo(() => categoriesOf(event, live), [event, live]);
  const standing = types.filter(({ kind }) => kind === 'standing');
  const free = useStanding(event.id, admissionToken, standing.length > 0);
  const failed = useRef((_takenIds: readonly string[]) => {});
  const { asked, refusal, waits, hold } = usePurchase({ eventId: event.id, admissionToken, alive, onNotAdmitted, onFailed: (takenIds) => failed.current(takenIds) });
  const locked = asked !== null;
  const chosen = useChoice({ eventId: event.id, live, types, limit, locked });
  failed.current = (takenIds) => {
    live.lose(takenIds.flatMap((id) => seatOfId(plan, id) ?? []));
    chosen.loseTaken();
  };
  // While seats are being held they become taken: by oneself.
  const lose = useRef(chosen.lose);
  lose.current = locked ? () => {} : chosen.lose;
  useEffect(() => live.listen((changed) => lose.current(changed.filter((seat) => !live.states.isFree(seat)))), [live]);

  const seats = plan.count > 0;
  const mine = seatsOf(chosen.choice);
  const offered = chosen.loss?.offers.flatMap((offer) => offer.seats) ?? [];
  const seated = types.filter(({ kind }) => kind === 'seated');
  const best = asked && 'quantity' in asked && seated.some(({ id }) => id === asked.ticketTypeId) ? asked : null;
  const list = <SectionList live={live} types={types} mine={mine} locked={locked} accessible={accessible} open={section} onOpen={setSection} onSeat={chosen.toggle} />;
  const map = (
    <div className="grid gap-4">
      <SeatMap live={live} categories={categories} tokens={tokens} mine={mine} offered={offered} accessible={accessible} look={look} onSeat={chosen.toggle} onSection={setSection} onArea={(area) => toStanding(area)} describe={words.whole} />
      <Legend types={types} categories={categories} tokens={tokens} />
      {section !== null && (
        <SectionCard live={live} types={types} section={plan.sections[section]!} accessible={accessible} onList={() => setView('list')} onClose={() => setSection(null)} />
      )}
    </div>
  );

  return (
    // One column of a phone is no grid: there the bar could not leave its row, and would come only after the map.
    <div className="flex flex-col gap-6 lg:grid lg:grid-cols-[minmax(0,1fr)_22rem] lg:items-start">
      <div className="grid min-w-0 gap-5">
        {!alive && <Notice title={t('not-live')}>{t('not-live-lead')}</Notice>}
        {chosen.loss && <LostSeats plan={plan} types={types} {...chosen.loss} locked={locked} onTake={chosen.takeOffer} onClose={chosen.closeLoss} />}
        {seats && standing.length > 0 && <StandingLinks types={standing} />}
        {seats && plan.wheelchair.size > 0 && <Checkbox disabled={locked} label={t('only-wheelchair')} hint={t('only-wheelchair-hint')} checked={accessible} onChange={(change) => setAccessible(change.target.checked)} />}
        {seats && (
          <Tabs
            label={t('views')}
            value={view}
            onChange={(next) => {
              setView(next);
              if (next === 'map' && section !== null) setLook({ section });
            }}
            tabs={[
              { value: 'map', label: t('as-map'), content: map },
              { value: 'list', label: t('as-list'), content: list },
            ]}
          />
        )}
        {standing.length > 0 && <StandingPlaces types={standing} free={free} choice={chosen.choice} limit={limit} locked={locked} onChoice={chosen.takePlaces} />}
      </div>
      <div className="contents lg:sticky lg:top-4 lg:grid lg:gap-6">
        {seats && <BestAvailable types={seated} limit={limit} accessible={accessible} asked={best} locked={locked} onWish={(wish) => void hold({ ...wish, ...(accessible && { accessible }) })} />}
        <Chosen plan={plan} types={types} choice={chosen.choice} limit={limit} locked={locked} onRemove={chosen.toggle} onType={chosen.retype} onClear={() => chosen.change(NOTHING)} />
        {chosen.limitMet && <Notice title={t('limit-met', { limit })}>{t('limit-met-lead')}</Notice>}
        {waits !== null && <Notice title={waits}>{t('asking-again')}</Notice>}
        {refusal !== null && <Notice kind="bad" title={refusal} />}
        <HoldBar choice={chosen.choice} types={types} otherwise={seats} holdMinutes={Math.floor(event.holdSeconds / 60)} busy={locked && best === null} locked={locked} onHold={() => void hold(wishOf(plan, chosen.choice))} />
      </div>
    </div>
  );
}

/** The dearest first; what the plan has and nobody sells comes last. */
function categoriesOf({ ticketTypes }: Event, { plan }: LivePlan): string[] {
  const price = (category: string) => Math.max(-1, ...ticketTypes.filter((type) => type.category === category && type.kind === 'seated').map((type) => type.price.amountCents));
  const all = [...new Set(plan.sections.filter(({ kind }) => kind === 'seated').map(({ category }) => category))];
  return all.sort((a, b) => price(b) - price(a) || a.localeCompare(b));
}
