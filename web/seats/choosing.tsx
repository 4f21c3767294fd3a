'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Button } from '#ui/button.tsx';
import { Countdown } from '#ui/countdown.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { LinkButton } from '#ui/link.tsx';
import { Notice } from '#ui/notice.tsx';
import { Spinner } from '#ui/spinner.tsx';
import { path } from '#words/locales.ts';
import { ChoosingPlaces } from './choosing-places.tsx';
import type { Event } from './facts.ts';
import { HeldBefore } from './held-before.tsx';
import { useLivePlan } from './live-plan.ts';
import { wasHeldIn } from './purchase.ts';
import { isNotAdmitted } from './refusals.ts';
import { useAdmission } from './use-admission.ts';
import { useHeldBefore } from './use-held-before.ts';

/** Lets in who may choose, and brings the plan. */
export function Choosing({ event }: { event: Event }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const { access, over } = useAdmission(event);
  const loading = useLivePlan(event.id, access.phase === 'in' ? access.admissionToken : null);
  const refused = loading.phase === 'failed' && isNotAdmitted(loading.failure.code);
  const { hold: before, look } = useHeldBefore(event.id, access.phase === 'over');
  const bought = before?.state === 'confirmed';
  const spent = bought && access.phase === 'in' && access.admissionToken !== undefined && wasHeldIn(event.id, access.admissionToken);
  const end = useRef(over);
  end.current = over;
  useEffect(() => {
    if (refused || spent) end.current();
  }, [refused, spent]);
  const heldBefore = before && <HeldBefore hold={before} onOver={look} />;
  if (access.phase === 'none' || access.phase === 'over') {
    // A turn that was bought in did not run out; and only of who holds nothing either is it known that nothing was charged.
    const ranOut = access.phase === 'over' && !bought;
    const lead = ranOut ? before === null && 'turn-over-lead' : access.phase === 'none' && access.waits ? 'no-turn-lead' : 'no-place-lead';
    return (
      <>
        {heldBefore}
        <EmptyState title={t(ranOut ? 'turn-over' : 'no-turn')} action={<LinkButton kind={before ? 'other' : 'main'} href={path(locale, `/events/${event.id}/line`)}>{t('to-line')}</LinkButton>}>
          {lead && <p>{t(lead)}</p>}
        </EmptyState>
      </>
    );
  }
  return (
    <div className="grid gap-5">
      {heldBefore}
      {/* With the plan came the server's time: a clock that has heard nothing must end no turn. */}
      {access.phase === 'in' && access.until !== null && !spent && loading.phase === 'ready' && (
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-quiet">{t('turn-left')}</span>
          <Countdown until={access.until} spokenWords={String(t.raw('turn-minutes'))} onOver={over} className="text-head font-bold" />
        </p>
      )}
      {loading.phase === 'failed' && !refused && (
        <Notice kind="bad" title={t('no-plan')}>
          <Button className="mt-3" onClick={loading.again}>
            {t('again')}
          </Button>
        </Notice>
      )}
      {(loading.phase === 'loading' || access.phase === 'asking') && loading.phase !== 'failed' && (
        <p role="status" className="flex min-h-[40dvh] items-center justify-center gap-3 text-quiet">
          <Spinner />
          {t('loading')}
        </p>
      )}
      {loading.phase === 'ready' && access.phase === 'in' && <ChoosingPlaces event={event} live={loading.live} alive={loading.alive} limit={access.limit} admissionToken={access.admissionToken} onNotAdmitted={over} />}
    </div>
  );
}
