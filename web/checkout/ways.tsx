'use client';

import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode, RefObject } from 'react';
import { Checkbox } from '#ui/checkbox.tsx';
import { formatMoney } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { CardField } from './card-field.tsx';
import { type CardEntry, HostedCard } from './cards/hosted-card.tsx';
import type { Bill, Choice } from './choice.ts';
import { cardWay, type Offer } from './offer.ts';
import type { Way } from './ways-to-pay.ts';

interface WaysProps {
  offer: Offer;
  bill: Bill;
  choice: Choice;
  onChange(part: Partial<Choice>): void;
  /** Where the provider's fields, once they stand there, are asked for a token. */
  entry: RefObject<CardEntry | null>;
  /** What was pressed is paid, in the way that was chosen then. */
  busy: boolean;
}

/** How it is paid. */
export function Ways({ offer, bill, choice, onChange, entry, busy }: WaysProps) {
  const t = useTranslations('checkout.method');
  const locale = useLocale();
  const money = (amountCents: number): string => formatMoney(locale, { amountCents, currency: offer.hold.total.currency });
  const card = cardWay(offer.methods);
  const hints: Record<Way, string> = { card: t('card-hint'), pix: t('pix-hint'), wallet: t('wallet-hint', { available: money(offer.availableCents) }) };
  if (bill.ways.length === 0) return <Notice kind="bad">{t('none')}</Notice>;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-3 text-title font-bold">{t('title')}</legend>
      {bill.ways.map((way) => (
        <OneWay key={way} way={way} name={t(way)} hint={hints[way]} chosen={choice.way === way} disabled={busy} onChoose={() => onChange({ way })}>
          {way === 'card' && choice.way === 'card' && card?.kind === 'sandbox' && <CardField field={card.field} token={choice.token} onToken={(token) => onChange({ token })} />}
          {way === 'card' && choice.way === 'card' && card?.kind === 'hosted' && <HostedCard fields={card.fields} buyerName={offer.buyerName} amountCents={bill.toPay} currency={offer.hold.total.currency} entry={entry} />}
        </OneWay>
      ))}
      {bill.part > 0 && choice.way !== 'wallet' && (
        <Checkbox
          label={t('part', { amount: money(bill.part) })}
          hint={t('part-hint', { rest: money(bill.total - bill.part) })}
          checked={choice.useBalance}
          disabled={busy}
          onChange={(event) => onChange({ useBalance: event.target.checked })}
        />
      )}
    </fieldset>
  );
}

function OneWay({ way, name, hint, chosen, disabled, onChoose, children }: { way: Way; name: string; hint: string; chosen: boolean; disabled: boolean; onChoose(): void; children: ReactNode }) {
  return (
    <div className={`rounded-control border bg-raised ${chosen ? 'border-light' : 'border-edge'}`}>
      <label className="flex min-h-11 cursor-pointer items-center gap-3 px-4 py-3">
        <input type="radio" name="way" value={way} checked={chosen} disabled={disabled} onChange={onChoose} className="size-5 shrink-0 accent-light" />
        <span>
          <span className="block font-semibold">{name}</span>
          <span className="block text-fine text-quiet">{hint}</span>
        </span>
      </label>
      {children}
    </div>
  );
}
