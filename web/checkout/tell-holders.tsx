'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { clock } from '#box-office/clock.ts';
import { type User, whoIsIt } from '#box-office/session.ts';
import { drawerOfBrowser, forgetTold, type Holder, keepTold, toldHolders } from '#box-office/told-holders.ts';
import { Button } from '#ui/button.tsx';
import { LinkButton } from '#ui/link.tsx';
import { Notice } from '#ui/notice.tsx';
import { HolderFields, type HolderMistakes } from './holder-fields.tsx';
import { isBlank, mistakesOfTold } from './holder-rules.ts';

// More than these nobody writes while waiting; in the checkout everybody is asked for.
const HOLDERS_MAX = 10;

interface TellHoldersProps {
  eventId: string;
  /** As many as one purchase may have. */
  limit: number;
  /** Where one goes on, and what that is called. */
  back: { at: string; label: string };
}

/** Whose the tickets will be, told while there is time: it stays in this browser and stands in the checkout. */
export function TellHolders({ eventId, limit, back }: TellHoldersProps) {
  const t = useTranslations('checkout.holders');
  const form = useRef<HTMLFormElement>(null);
  const [user, setUser] = useState<User>();
  const [holders, setHolders] = useState<Holder[]>(() => Array.from({ length: Math.min(limit, HOLDERS_MAX) }, () => ({ name: '', document: '' })));
  const [mistakes, setMistakes] = useState<HolderMistakes>(new Map());
  const [said, setSaid] = useState<'kept' | 'forgotten' | 'not-kept'>();

  useEffect(() => {
    let here = true;
    void whoIsIt().then((found) => {
      const drawer = drawerOfBrowser();
      if (!here) return;
      setUser(found);
      const told = drawer === null ? [] : toldHolders(drawer, eventId, found?.id ?? null, clock.now());
      // Whoever has begun to write is not written over.
      setHolders((before) => (before.every(isBlank) ? before.map((blank, index) => told[index] ?? (index === 0 && found ? { name: found.name, document: '' } : blank)) : before));
    });
    return () => {
      here = false;
    };
  }, [eventId]);

  const keep = (event: SubmitEvent): void => {
    event.preventDefault();
    // A name alone, the account's own, is nothing told yet.
    const told = holders.filter(({ name, document }, index) => !isBlank({ name, document }) && !(index === 0 && document === '' && name === user?.name));
    const wrong = mistakesOfTold(holders.map((holder) => (told.includes(holder) ? holder : { name: '', document: '' })));
    setMistakes(wrong);
    setSaid(undefined);
    if (wrong.size > 0) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setSaid(store(eventId, told, user?.id ?? null));
  };

  return (
    <form ref={form} method="post" onSubmit={keep} noValidate className="grid gap-6">
      <HolderFields holders={holders} labels={holders.map((_, index) => t('ahead-which', { number: index + 1 }))} mistakes={mistakes} onChange={setHolders} />
      <p className="text-fine text-quiet">{t('ahead-kept-where')}</p>
      {said !== undefined && <Notice kind={said === 'not-kept' ? 'bad' : 'good'}>{t(`ahead-${said}`)}</Notice>}
      <div className="grid gap-3">
        <Button kind="main" type="submit" className="w-full">
          {t('ahead-keep')}
        </Button>
        <LinkButton href={back.at}>{back.label}</LinkButton>
      </div>
    </form>
  );
}

function store(eventId: string, told: Holder[], userId: string | null): 'kept' | 'forgotten' | 'not-kept' {
  const drawer = drawerOfBrowser();
  if (drawer === null) return 'not-kept';
  try {
    if (told.length > 0) keepTold(drawer, eventId, { holders: told.map(({ name, document }) => ({ name: name.trim(), document })), userId }, clock.now());
    else forgetTold(drawer, eventId);
    return told.length > 0 ? 'kept' : 'forgotten';
  } catch {
    // Full, or forbidden to this page.
    return 'not-kept';
  }
}
