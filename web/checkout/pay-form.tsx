'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { Button } from '#ui/button.tsx';
import { formatMoney } from '#ui/money.tsx';
import { Bought } from './bought.tsx';
import type { CardEntry } from './cards/hosted-card.tsx';
import { billOf, type Choice, holderMistakes, wayOf, wishOf } from './choice.ts';
import { Declined } from './declined.tsx';
import type { OrderWish } from './desk.ts';
import { Extras } from './extras.tsx';
import { Holders } from './holders.tsx';
import { LetGo } from './let-go.tsx';
import { cardWay, type Offer } from './offer.ts';
import type { Purchase, Stage } from './purchase.ts';
import { Ways } from './ways.tsx';

interface PayFormProps {
  offer: Offer;
  purchase: Purchase;
  stage: Stage;
  /** Kept by the page: a decline leads back here, and what was filled in is still there. */
  choice: Choice;
  onChoice(change: (before: Choice) => Choice): void;
  onPay(wish: OrderWish): void;
}

/** What is bought, what may go with it, and how it is paid. One thing to do: the button with the total on it. */
export function PayForm({ offer: given, purchase, stage, choice, onChoice, onPay }: PayFormProps) {
  const t = useTranslations('checkout');
  const locale = useLocale();
  const form = useRef<HTMLFormElement>(null);
  const offer = { ...given, order: purchase.order };
  const [pressed, setPressed] = useState(false);
  const change = (part: Partial<Choice>): void => onChoice((before) => ({ ...before, ...part }));
  const bill = billOf(offer, choice);
  const way = wayOf(offer, choice, bill.ways);
  const entry = useRef<CardEntry>(null);
  const reading = useRef(false);
  const chosen = useRef(way);
  useEffect(() => void (chosen.current = way), [way]);
  const [isReading, setReading] = useState(false);
  const mistakes = pressed && offer.order === null ? holderMistakes(choice) : new Map<number, never>();
  const busy = stage === 'sending' || stage === 'silent' || isReading;
  const toPay = formatMoney(locale, { amountCents: bill.toPay, currency: offer.hold.total.currency });
  const payable = bill.total === 0 || way !== null;

  /** The provider's fields give the token of the card that stands in them; it is good for one question. */
  const cardToken = async (): Promise<string | null> => {
    reading.current = true;
    setReading(true);
    const token = (await entry.current?.token()) ?? null;
    reading.current = false;
    setReading(false);
    return token;
  };

  const pay = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setPressed(true);
    if (busy || reading.current || !payable) return;
    if (offer.order === null && holderMistakes(choice).size > 0) {
      // After the next paint the first wrong field is marked: there one goes on.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    if (bill.total === 0 || way !== 'card' || cardWay(offer.methods)?.kind !== 'hosted') return onPay(wishOf(offer, { ...choice, way }));
    const token = await cardToken();
    // What is bought meanwhile may take the card away.
    if (token !== null && chosen.current === 'card') onPay(wishOf(offer, { ...choice, way, token }));
  };

  return (
    <form ref={form} method="post" onSubmit={(event) => void pay(event)} noValidate className="grid gap-8">
      <Declined purchase={purchase} />
      <Bought offer={offer} total={bill.total} />
      {offer.order === null && <Holders offer={offer} holders={choice.holders} mistakes={mistakes} onChange={(holders) => change({ holders })} />}
      {offer.order === null && <Extras suggestions={offer.suggestions} quantities={choice.quantities} onChange={(quantities) => change({ quantities })} />}
      {bill.total > 0 && <Ways offer={offer} bill={bill} choice={{ ...choice, way }} onChange={change} entry={entry} busy={busy} />}
      <div className="grid gap-3">
        <Button kind="main" type="submit" busy={busy} busyLabel={t('sending.title')} disabled={!payable} className="w-full text-lead">
          {bill.total === 0 ? t('pay-free') : t(way === 'pix' ? 'make-pix' : 'pay', { total: toPay })}
        </Button>
        {offer.order === null && !busy && <LetGo holdId={offer.hold.id} eventId={offer.event.id} />}
      </div>
    </form>
  );
}
