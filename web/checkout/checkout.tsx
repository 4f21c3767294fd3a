'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { path } from '#words/locales.ts';
import { firstChoice } from './choice.ts';
import { counter } from './counter.ts';
import { Desk } from './desk.ts';
import { useHold } from './hold-clock.ts';
import type { Offer } from './offer.ts';
import { watchOrder } from './order-watch.ts';
import { Over } from './over.tsx';
import { PayForm } from './pay-form.tsx';
import { PixCode } from './pix-code.tsx';
import { begun, isOpen, type Purchase, stageOf, whyOver } from './purchase.ts';
import { drawerOfTab, PurchaseKeys } from './purchase-key.ts';
import { SignInAgain } from './sign-in-again.tsx';
import { TimeLeft } from './time-left.tsx';
import { useForgetting } from './use-told.ts';
import { Asking, Paid, Silent } from './waiting.tsx';

/** The purchase of one hold, from what is bought to the confirmed order. */
export function Checkout({ offer }: { offer: Offer }) {
  const [desk] = useState(() => new Desk(counter, new PurchaseKeys(drawerOfTab()), offer.hold.id, offer.order));
  const purchase = useSyncExternalStore(desk.subscribe, desk.now, () => begun(offer.order));
  const stage = stageOf(purchase);
  const settled = stage === 'paid' || stage === 'refunded';
  useWatching(desk, isOpen(purchase) ? purchase.order?.id : undefined);
  useLeaving(settled ? purchase.order?.id : undefined);
  useForgetting(offer.event.id, settled);
  const form = stage === 'choosing' || stage === 'declined' || stage === 'sending' || stage === 'silent';
  return (
    <div ref={useFocusOn(form ? 'form' : stage)} tabIndex={-1} className="grid gap-6 outline-none">
      <Screen offer={offer} desk={desk} purchase={purchase} />
    </div>
  );
}

/** What there is to see and to do at this stage. */
function Screen({ offer, desk, purchase }: { offer: Offer; desk: Desk; purchase: Purchase }) {
  const t = useTranslations('checkout');
  // Kept here: a decline leads back to the form, and what was filled in is still there.
  const [choice, setChoice] = useState(() => firstChoice(offer));
  const { order } = purchase;
  const stage = stageOf(purchase);
  const kept = useHold(offer.hold, stage === 'declined' ? order?.payment?.id : undefined, desk);
  if (order && (stage === 'paid' || stage === 'refunded')) return <Paid orderId={order.id} />;
  if (stage === 'over') return <Over eventId={offer.event.id} why={whyOver(purchase)} />;
  if (order && (stage === 'asking' || stage === 'pix')) {
    return (
      <>
        {purchase.signedOut && <SignInAgain>{t('refused.sign-in-news')}</SignInAgain>}
        {order.payment?.pix && stage === 'pix' ? <PixCode pix={order.payment.pix} total={order.total} onOver={() => void desk.look()} /> : <Asking deadline={order.paymentDeadline} />}
      </>
    );
  }
  return (
    <>
      {stage === 'choosing' && <p className="text-lead text-quiet">{t('lead')}</p>}
      {stage === 'silent' && <Silent onHurry={desk.hurry} />}
      <TimeLeft until={kept.until} onOver={kept.look} />
      <PayForm offer={offer} purchase={purchase} stage={stage} choice={choice} onChoice={setChoice} onPay={(wish) => void desk.pay(wish)} />
    </>
  );
}

/** Where one screen takes another's place, who uses a keyboard or listens goes on at its beginning, or at the no that it opens with; not when the page opens. */
function useFocusOn(screen: string): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(screen);
  useEffect(() => {
    if (before.current !== screen) (place.current?.querySelector<HTMLElement>('[data-come-here]') ?? place.current)?.focus();
    before.current = screen;
  }, [screen]);
  return place;
}

/** While an order is open it is listened to; a question without an answer is asked again as soon as the line is back. */
function useWatching(desk: Desk, openOrderId: string | undefined): void {
  useEffect(() => (openOrderId === undefined ? undefined : watchOrder(openOrderId, desk.seen)), [desk, openOrderId]);
  useEffect(() => {
    window.addEventListener('online', desk.hurry);
    return () => window.removeEventListener('online', desk.hurry);
  }, [desk]);
}

/** What is paid is shown by the order's page; the back button does not lead to a till that has closed. */
function useLeaving(orderId: string | undefined): void {
  const locale = useLocale();
  useEffect(() => {
    // As a document of its own: a card's provider, who may be in this one, stays behind.
    if (orderId !== undefined) window.location.replace(`${path(locale, `/orders/${orderId}`)}?paid`);
  }, [locale, orderId]);
}
