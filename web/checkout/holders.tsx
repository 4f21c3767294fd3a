'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { clock } from '#box-office/clock.ts';
import { whoIsIt } from '#box-office/session.ts';
import { drawerOfBrowser, type Holder, toldHolders } from '#box-office/told-holders.ts';
import { Notice } from '#ui/notice.tsx';
import { HolderFields, type HolderMistakes } from './holder-fields.tsx';
import { withTold } from './holder-rules.ts';
import type { Offer } from './offer.ts';

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

/** Fills in once what was told before, where nothing stands yet; whether there was anything. */
function useTold(eventId: string, holders: readonly Holder[], onChange: (holders: Holder[]) => void): boolean {
  const [told, setTold] = useState(false);
  const now = useRef({ holders, onChange });
  useEffect(() => {
    now.current = { holders, onChange };
  });
  const wanted = holders.length > 0;
  useEffect(() => {
    if (!wanted) return undefined;
    let here = true;
    void whoIsIt().then((user) => {
      const drawer = drawerOfBrowser();
      if (!here || drawer === null || user === undefined) return;
      const filled = withTold(now.current.holders, toldHolders(drawer, eventId, user.id, clock.now()));
      if (filled === null) return;
      now.current.onChange(filled);
      setTold(true);
    });
    return () => {
      here = false;
    };
  }, [eventId, wanted]);
  return told;
}
