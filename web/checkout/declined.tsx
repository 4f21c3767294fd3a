'use client';

import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useRef } from 'react';
import { Notice } from '#ui/notice.tsx';
import type { Purchase } from './purchase.ts';
import { SignInAgain } from './sign-in-again.tsx';

const reasons = ['declined', 'insufficient_funds', 'authentication_required', 'refused', 'unavailable', 'expired', 'cancelled'] as const;

/** Why it was not paid: the bank's no to a card, or the box office's to the question. */
export function Declined({ purchase }: { purchase: Purchase }) {
  const why = useRef<HTMLDivElement>(null);
  useComingToIt(why, noOf(purchase));
  return (
    <div ref={why} tabIndex={-1} data-come-here={noOf(purchase) !== undefined || undefined} className="outline-none empty:hidden">
      <Why purchase={purchase} />
    </div>
  );
}

/** Whichever no stands, each one its own; undefined while there is none. */
function noOf({ order, question, refusal }: Purchase): unknown {
  if (question !== 'none') return undefined;
  return refusal ?? (order?.state === 'payment_failed' ? order.payment?.id : undefined);
}

/** It stands above the form, whose button is a screen below it on a phone: who has just pressed that is brought to it, and so is who waited meanwhile on another screen (`checkout.tsx`). Not when the page opens, where nobody has. */
function useComingToIt(why: RefObject<HTMLElement | null>, no: unknown): void {
  const before = useRef(no);
  useEffect(() => {
    if (no !== undefined && no !== before.current) why.current?.focus();
    before.current = no;
  }, [why, no]);
}

function Why({ purchase: { order, question, refusal } }: { purchase: Purchase }) {
  const t = useTranslations('checkout.declined');
  if (question !== 'none') return null;
  if (refusal !== null) return <Refused code={refusal.code} title={refusal.title} />;
  if (order?.state !== 'payment_failed') return null;
  const reason = reasons.find((each) => each === order.payment?.failureReason) ?? 'other';
  return (
    <Notice kind="bad" live={false} title={t('title')}>
      {t(reason)} {t('keep')}
    </Notice>
  );
}

const known = {
  'platform.not_signed_in': 'sign-in',
  'orders.verified_account_required': 'verify',
  'orders.not_on_sale': 'not-on-sale',
  'catalog.product_sold_out': 'product-gone',
  'catalog.product_limit_exceeded': 'product-gone',
  'orders.holder_required': 'holder',
} as const;

/** By the code where there is something better to say here, else the box office's own sentence. */
function Refused({ code, title }: { code: string; title: string }) {
  const t = useTranslations('checkout');
  const word = known[code as keyof typeof known];
  if (word === 'sign-in') return <SignInAgain live={false}>{t('refused.sign-in')}</SignInAgain>;
  return <Notice kind="bad" live={false}>{word ? t(`refused.${word}`) : title || t('declined.other')}</Notice>;
}
