'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type SubmitEvent, useRef, useState } from 'react';
import { Button } from '#ui/button.tsx';
import { formatMoney } from '#ui/money.tsx';
import { Bought } from './bought.tsx';
import { billOf, type Choice, holderMistakes, wishOf } from './choice.ts';
import { Declined } from './declined.tsx';
import type { OrderWish } from './desk.ts';
import { Extras } from './extras.tsx';
import { Holders } from './holders.tsx';
import { LetGo } from './let-go.tsx';
import type { Offer } from './offer.ts';
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
  // What was chosen may have gone away with what was added: a balance that is enough no more, for instance.
  const way = choice.way !== null && bill.ways.includes(choice.way) ? choice.way : (bill.ways[0] ?? null);
  const mistakes = pressed && offer.order === null ? holderMistakes(choice) : new Map<number, never>();
  const busy = stage === 'sending' || stage === 'silent';
  const toPay = formatMoney(locale, { amountCents: bill.toPay, currency: offer.hold.total.currency });
  const payable = bill.total === 0 || way !== null;

  const pay = (event: SubmitEvent): void => {
    event.preventDefault();
    setPressed(true);
    if (busy || !payable) return;
    if (offer.order === null && holderMistakes(choice).size > 0) {
      // After the next paint the first wrong field is marked: there one goes on.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    onPay(wishOf(offer, { ...choice, way }));
  };

  return (
    <form ref={form} method="post" onSubmit={pay} noValidate className="grid gap-8">
      <Declined purchase={purchase} />
      <Bought offer={offer} total={bill.total} />
      {offer.order === null && <Holders offer={offer} holders={choice.holders} mistakes={mistakes} onChange={(holders) => change({ holders })} />}
      {offer.order === null && <Extras suggestions={offer.suggestions} quantities={choice.quantities} onChange={(quantities) => change({ quantities })} />}
      {bill.total > 0 && <Ways offer={offer} bill={bill} choice={{ ...choice, way }} onChange={change} />}
      <div className="grid gap-3">
        <Button kind="main" type="submit" busy={busy} busyLabel={t('sending.title')} disabled={!payable} className="w-full text-lead">
          {bill.total === 0 ? t('pay-free') : t(way === 'pix' ? 'make-pix' : 'pay', { total: toPay })}
        </Button>
        {offer.order === null && !busy && <LetGo holdId={offer.hold.id} eventId={offer.event.id} />}
      </div>
    </form>
  );
}
