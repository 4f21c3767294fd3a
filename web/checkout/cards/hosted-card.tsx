'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { HostedField } from '#box-office/card-fields.ts';
import { Button } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { watchTheme } from '#ui/watch-theme.ts';
import type { CardAnswer, CardHolder, CardWish, OpenCard } from './card.ts';
import { HolderFields, holderMistakes } from './holder-fields.tsx';
import { readLook } from './look.ts';
import { isFocusLost, Opening, useWayIn } from './opening.tsx';
import { SecureFields } from './secure-fields.tsx';

/** Asks the open fields for a token. Null: there is none, and what is to be done is said beside the fields. */
export interface CardEntry {
  token(): Promise<string | null>;
}

interface HostedCardProps {
  /** The best first; where one provider's do not open, the next one's do. */
  fields: readonly HostedField[];
  buyerName: string;
  amountCents: number;
  currency: string;
  entry: RefObject<CardEntry | null>;
}

/** A provider's own card fields. Nothing of the provider is loaded before this stands in the page. */
export function HostedCard({ fields, ...rest }: HostedCardProps) {
  const [turn, setTurn] = useState(0);
  const [failed, setFailed] = useState(0);
  const early = useRef(false);
  const field = fields[turn % fields.length];
  if (field === undefined) return null;
  if (failed >= fields.length) return <NoFields entry={rest.entry} early={early} onAgain={() => setFailed(0)} />;
  const next = (): void => {
    setFailed((before) => before + 1);
    setTurn((before) => before + 1);
  };
  return <ProviderFields key={turn} {...rest} field={field} early={early} onAway={next} />;
}

/** Whoever presses to pay all the same is led to what is in the way: it stands above, out of a phone's sight. */
function NoFields({ entry, early, onAgain }: Pick<HostedCardProps, 'entry'> & { early: RefObject<boolean>; onAgain(): void }) {
  const t = useTranslations('checkout.cards');
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (early.current && isFocusLost()) place.current?.focus();
    early.current = false;
  }, [early]);
  useImperativeHandle(entry, () => ({
    async token() {
      place.current?.focus();
      return null;
    },
  }));
  return (
    <div ref={place} tabIndex={-1} className="grid justify-items-start gap-3 border-t border-line px-4 py-3">
      <Notice kind="bad" title={t('away-title')}>
        {t('away')}
      </Notice>
      <Button onClick={onAgain}>{t('again')}</Button>
    </div>
  );
}

interface ProviderFieldsProps extends Omit<HostedCardProps, 'fields'> {
  field: HostedField;
  /** Somebody has pressed to pay while nothing was open yet. */
  early: RefObject<boolean>;
  onAway(): void;
}

function ProviderFields({ field, buyerName, amountCents, currency, entry, early, onAway }: ProviderFieldsProps) {
  const t = useTranslations('checkout.cards');
  const locale = useLocale();
  const [holder, setHolder] = useState<CardHolder>({ name: buyerName, cpf: '' });
  const [pressed, setPressed] = useState(false);
  const [said, setSaid] = useState<CardAnswer | null>(null);
  const [emptied, setEmptied] = useState(false);
  const [isEarly, setEarly] = useState(early.current);
  const place = useRef<HTMLDivElement>(null);
  const named = field.kind === 'mercado_pago';
  const names = { number: t('number'), expiry: t('expiry'), code: t('code') };
  const { card, isOpen } = useOpenCard(place, { field, locale, amountCents, currency, names }, onAway, () => setEmptied(true));
  const coming = useWayIn(isOpen, early, () => void card.current.then((open) => open?.focus()));
  const focusOnWrong = (): void => void requestAnimationFrame(() => place.current?.parentElement?.querySelector<HTMLElement>('[aria-invalid]')?.focus());

  useImperativeHandle(entry, () => ({
    async token() {
      setPressed(true);
      setSaid(null);
      const wrong = named && holderMistakes(holder).any;
      if (!isOpen) {
        early.current = true;
        setEarly(true);
        // What can be mended now is mended first.
        if (wrong) focusOnWrong();
        else coming.current?.focus();
        return null;
      }
      const open = await card.current;
      if (!open) return null;
      setEmptied(false);
      // Asked for in any case: only so are the provider's fields told of together with ours.
      const answer = await open.token(holder);
      if (answer.kind === 'token' && !wrong) return answer.token;
      if (wrong) focusOnWrong();
      else if (answer.kind === 'marked') place.current?.scrollIntoView({ block: 'center' });
      // A name that is marked above needs no second sentence; one that only the provider refuses does.
      if (!wrong || answer.kind !== 'holder') setSaid(answer);
      return null;
    },
  }));

  const sentence = said && sentenceOf(said, t);
  return (
    <div className="grid gap-3 border-t border-line px-4 py-3">
      <p className="text-fine text-quiet">{t('lead', { provider: named ? 'Mercado Pago' : 'Stripe' })}</p>
      {!isOpen && <Opening early={isEarly} place={coming} />}
      {/* A frame on a page of the other colour scheme would get a ground of its own. */}
      <div ref={place} className="scheme-light">{named && <SecureFields names={names} />}</div>
      {named && <HolderFields holder={holder} mistakes={pressed ? holderMistakes(holder) : null} onChange={setHolder} />}
      {emptied && <Notice>{t('emptied')}</Notice>}
      {sentence !== null && <Notice kind="bad">{sentence}</Notice>}
    </div>
  );
}

/** The provider's sentence where it has one: it knows best what is wrong with a card. Null: its fields say it themselves. */
function sentenceOf(answer: CardAnswer, t: ReturnType<typeof useTranslations<'checkout.cards'>>): string | null {
  if (answer.kind === 'token' || answer.kind === 'marked') return null;
  if (answer.kind === 'incomplete') return answer.sentence ?? t('incomplete');
  if (answer.kind === 'holder') return t('holder-refused');
  return answer.kind === 'unknown brand' ? t('unknown-brand') : t('no-answer');
}

/** Opens the fields in their place, keeps them in the page's colours, and closes them. */
function useOpenCard(place: RefObject<HTMLDivElement | null>, wish: Omit<CardWish, 'look'>, onAway: () => void, onEmptied: () => void) {
  const card = useRef<Promise<OpenCard | null>>(Promise.resolve(null));
  const [isOpen, setOpen] = useState(false);
  const first = useRef({ wish, onAway, onEmptied });
  const { amountCents } = wish;
  useEffect(() => {
    const target = place.current;
    if (!target) return;
    let closed = false;
    const opened = open(target, { ...first.current.wish, look: readLook() }).then(
      (fields) => {
        if (!closed) setOpen(true);
        return fields;
      },
      () => {
        if (!closed) first.current.onAway();
        return null;
      },
    );
    card.current = opened;
    const unwatch = watchTheme(() => void opened.then((fields) => {
      if (!closed && fields?.change({ look: readLook() })) first.current.onEmptied();
    }));
    return () => {
      closed = true;
      unwatch();
      void opened.then((fields) => fields?.close());
    };
  }, [place]);
  useEffect(() => void card.current.then((fields) => void fields?.change({ amountCents })), [amountCents]);
  return { card, isOpen };
}

async function open(place: HTMLElement, wish: CardWish): Promise<OpenCard> {
  if (wish.field.kind === 'stripe') return (await import('./stripe.ts')).openStripe(place, wish);
  return (await import('./mercado-pago.ts')).openMercadoPago(wish);
}
