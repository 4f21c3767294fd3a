'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { type SubmitEvent, useEffect, useState } from 'react';
import { CardField } from '#checkout/card-field.tsx';
import { cardField } from '#checkout/offer.ts';
import type { PaymentMethods } from '#checkout/order.ts';
import { PixCode } from '#checkout/pix-code.tsx';
import { drawerOfTab, PurchaseKeys } from '#checkout/purchase-key.ts';
import type { Failure } from '#box-office/problem.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { formatMoney } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { Select } from '#ui/select.tsx';
import { useFailureText } from '#ui/use-failure-text.ts';
import { readAmount, TOP_UP_MAX_CENTS, TOP_UP_MIN_CENTS } from './amount.ts';
import { askTopUp, outcomeOf, type TopUpPayment, watchTopUp } from './top-up-question.ts';

interface TopUpProps {
  currency: string;
  methods: PaymentMethods;
}

/** Money onto one's own balance, by PIX or card. */
export function TopUp({ currency, methods }: TopUpProps) {
  const [payment, setPayment] = useState<TopUpPayment>();
  const router = useRouter();
  const outcome = payment && outcomeOf(payment);
  const openId = outcome === 'open' || outcome === 'pix' ? payment?.id : undefined;
  useEffect(() => (openId === undefined ? undefined : watchTopUp(openId, setPayment)), [openId]);
  useEffect(() => {
    // The figures of the page are the server's.
    if (outcome === 'done') router.refresh();
  }, [outcome, router]);
  if (!payment || !outcome) return <TopUpForm currency={currency} methods={methods} onAsked={setPayment} />;
  return <TopUpOutcome payment={payment} outcome={outcome} onAgain={() => setPayment(undefined)} />;
}

function TopUpOutcome({ payment, outcome, onAgain }: { payment: TopUpPayment; outcome: ReturnType<typeof outcomeOf>; onAgain(): void }) {
  const t = useTranslations('wallet.top-up');
  const amount = formatMoney(useLocale(), payment.amount);
  if (outcome === 'pix') return <PixCode pix={payment.pix!} total={payment.amount} onOver={() => undefined} />;
  if (outcome === 'open') return <Notice>{t('asking')}</Notice>;
  return (
    <div className="grid justify-items-start gap-3">
      {outcome === 'done' ? <Notice kind="good">{t('done', { amount })}</Notice> : <Notice kind="bad">{t(outcome)}</Notice>}
      <Button onClick={onAgain}>{t('again')}</Button>
    </div>
  );
}

function TopUpForm({ currency, methods, onAsked }: TopUpProps & { onAsked(payment: TopUpPayment): void }) {
  const t = useTranslations('wallet.top-up');
  const names = useTranslations('checkout.method');
  const textOf = useFailureText();
  const locale = useLocale();
  const field = cardField(methods);
  const ways = methods.filter(({ method, available }) => available && (method === 'pix' || (method === 'card' && field))).map(({ method }) => method);
  const [keys] = useState(() => new PurchaseKeys(drawerOfTab()));
  const [text, setText] = useState('');
  const [way, setWay] = useState<string>(ways.includes('pix') ? 'pix' : (ways[0] ?? ''));
  const [token, setToken] = useState(field?.cards[0]?.token ?? null);
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const cents = readAmount(text);
  const money = (amountCents: number): string => formatMoney(locale, { amountCents, currency });
  const fits = cents !== null && cents >= TOP_UP_MIN_CENTS && cents <= TOP_UP_MAX_CENTS;

  const ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setWrong(!fits);
    if (!fits || busy) return;
    setBusy(true);
    setFailure(undefined);
    const answer = await askTopUp(keys, { amount: { amountCents: cents, currency }, payment: way === 'card' && token !== null ? { method: 'card', token } : { method: 'pix' } });
    setBusy(false);
    if (answer.failure) setFailure(answer.failure);
    else onAsked(answer.data);
  };

  if (ways.length === 0) return <Notice>{t('away')}</Notice>;
  return (
    <form method="post" onSubmit={(event) => void ask(event)} noValidate className="grid gap-4">
      <Field
        label={t('amount')}
        value={text}
        inputMode="decimal"
        autoComplete="off"
        error={wrong && !fits ? t('bad-amount', { min: money(TOP_UP_MIN_CENTS), max: money(TOP_UP_MAX_CENTS) }) : undefined}
        onChange={(event) => setText(event.target.value)}
      />
      <Select label={names('title')} value={way} onChange={(event) => setWay(event.target.value)} options={ways.map((each) => ({ value: each, label: names(each) }))} />
      {way === 'card' && field && <CardField field={field} token={token} onToken={setToken} />}
      {failure && <Notice kind="bad">{textOf(failure)}</Notice>}
      <Button kind="main" type="submit" busy={busy}>
        {fits ? t('submit', { amount: money(cents) }) : t('title')}
      </Button>
    </form>
  );
}
