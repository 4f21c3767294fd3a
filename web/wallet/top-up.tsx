'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { CardField } from '#checkout/card-field.tsx';
import { type CardEntry, HostedCard } from '#checkout/cards/hosted-card.tsx';
import { cardWay } from '#checkout/offer.ts';
import type { PaymentMethods } from '#checkout/order.ts';
import { PixCode } from '#checkout/pix-code.tsx';
import { drawerOfTab, PurchaseKeys } from '#checkout/purchase-key.ts';
import { Silent } from '#checkout/waiting.tsx';
import type { Failure } from '#box-office/problem.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { formatMoney } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { Select } from '#ui/select.tsx';
import { useFailureText } from '#ui/use-failure-text.ts';
import { readAmount, TOP_UP_MAX_CENTS, TOP_UP_MIN_CENTS } from './amount.ts';
import { askTopUp, forgetPayment, keepPayment, keptPayment, openTopUp, outcomeOf, type TopUpPayment, type TopUpWish, watchTopUp } from './top-up-question.ts';

interface TopUpProps {
  currency: string;
  methods: PaymentMethods;
}

/** Money onto one's own balance, by PIX or card. */
export function TopUp({ currency, methods }: TopUpProps) {
  const t = useTranslations('wallet.top-up');
  const textOf = useFailureText();
  const [drawer] = useState(drawerOfTab);
  const [keys] = useState(() => new PurchaseKeys(drawer));
  const [payment, setPayment] = useState<TopUpPayment>();
  // Of a page before this one: a payment that was not decided yet, a question that nobody has answered.
  const [kept, setKept] = useState<string | null>(null);
  const [owed, setOwed] = useState<TopUpWish | null>(null);
  const [failure, setFailure] = useState<Failure>();
  const router = useRouter();
  const outcome = payment && outcomeOf(payment);
  const openId = payment ? (outcome === 'open' || outcome === 'pix' ? payment.id : null) : kept;
  useEffect(() => {
    setKept(keptPayment(drawer));
    setOwed(openTopUp(keys));
  }, [drawer, keys]);
  useEffect(() => {
    if (openId === null) return;
    const tell = (now: TopUpPayment): void => {
      keepPayment(drawer, now);
      setPayment(now);
    };
    return watchTopUp(openId, tell, (refusal) => {
      // Somebody else's, or none any more. Who has to sign in first finds it again afterwards.
      if (refusal.status === 401) return setFailure(refusal);
      forgetPayment(drawer);
      setKept(null);
      setPayment(undefined);
    });
  }, [drawer, openId]);
  useEffect(() => {
    // The figures of the page are the server's.
    if (outcome === 'done') router.refresh();
  }, [outcome, router]);

  const ask = async (wish: TopUpWish): Promise<void> => {
    setFailure(undefined);
    const answer = await askTopUp(keys, drawer, wish);
    setOwed(openTopUp(keys));
    if (answer.failure) setFailure(answer.failure);
    else setPayment(answer.data);
  };
  const again = (): void => {
    setKept(null);
    setPayment(undefined);
  };

  const said = failure && <Notice kind="bad">{textOf(failure)}</Notice>;
  if (payment && outcome) return <>{said}<TopUpOutcome payment={payment} outcome={outcome} onAgain={again} /></>;
  if (kept !== null) return said ?? <Notice>{t('asking')}</Notice>;
  if (owed !== null) return <Owed onHurry={() => ask(owed)} />;
  return <TopUpForm currency={currency} methods={methods} said={said} onAsk={ask} />;
}

/** No other question until it is known what became of this one. */
function Owed({ onHurry }: { onHurry(): Promise<void> }) {
  const t = useTranslations('wallet.top-up');
  const [busy, setBusy] = useState(false);
  const hurry = async (): Promise<void> => {
    setBusy(true);
    await onHurry();
    setBusy(false);
  };
  return busy ? <Notice>{t('asking')}</Notice> : <Silent onHurry={() => void hurry()} />;
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

/** Where only a provider's own fields would do, they are not opened before somebody wants them. */
const NOT_CHOSEN = '';

function TopUpForm({ currency, methods, said, onAsk }: TopUpProps & { said: ReactNode; onAsk(wish: TopUpWish): Promise<void> }) {
  const t = useTranslations('wallet.top-up');
  const names = useTranslations('checkout.method');
  const locale = useLocale();
  const card = cardWay(methods);
  const ways = methods.filter(({ method, available }) => available && (method === 'pix' || (method === 'card' && card))).map(({ method }) => method);
  const [text, setText] = useState('');
  const [way, setWay] = useState<string>(ways.includes('pix') ? 'pix' : card?.kind === 'hosted' ? NOT_CHOSEN : (ways[0] ?? NOT_CHOSEN));
  const [token, setToken] = useState(card?.kind === 'sandbox' ? (card.field.cards[0]?.token ?? null) : null);
  const entry = useRef<CardEntry>(null);
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const cents = readAmount(text);
  const money = (amountCents: number): string => formatMoney(locale, { amountCents, currency });
  const fits = cents !== null && cents >= TOP_UP_MIN_CENTS && cents <= TOP_UP_MAX_CENTS;

  const ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    setWrong(!fits);
    if (!fits || busy) return;
    setBusy(true);
    const given = way === 'card' && card?.kind === 'hosted' ? ((await entry.current?.token()) ?? null) : token;
    if (way === 'pix') await onAsk({ amount: { amountCents: cents, currency }, payment: { method: 'pix' } });
    else if (given !== null) await onAsk({ amount: { amountCents: cents, currency }, payment: { method: 'card', token: given } });
    setBusy(false);
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
      <Select label={names('title')} value={way} disabled={busy} onChange={(event) => setWay(event.target.value)} options={[...(way === NOT_CHOSEN ? [{ value: NOT_CHOSEN, label: t('choose') }] : []), ...ways.map((each) => ({ value: each, label: names(each) }))]} />
      {way === 'card' && card?.kind === 'sandbox' && <CardField field={card.field} token={token} onToken={setToken} />}
      {way === 'card' && card?.kind === 'hosted' && <HostedCard fields={card.fields} buyerName="" amountCents={cents ?? 0} currency={currency} entry={entry} />}
      {said}
      <Button kind="main" type="submit" busy={busy} disabled={way === NOT_CHOSEN}>
        {fits ? t('submit', { amount: money(cents) }) : t('title')}
      </Button>
    </form>
  );
}
