'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import type { Failure } from '#box-office/problem.ts';
import { announce } from '#ui/announcer.tsx';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Notice } from '#ui/notice.tsx';
import { useFailureText } from '#ui/use-failure-text.ts';

// Gateways give money back within a second or two; where it takes longer the page says that it is on its way.
const WAIT_SECONDS = 8;

interface WithdrawProps {
  orderId: string;
  /** Written out in the page's language. */
  until: string;
  amount: string;
}

/** The right to change one's mind: said plainly, asked once, answered. One order is withdrawn from once, so its id is the key. */
export function Withdraw({ orderId, until, amount }: WithdrawProps) {
  const t = useTranslations('orders.withdrawal');
  const textOf = useFailureText();
  const router = useRouter();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Failure>();
  const withdraw = async (): Promise<void> => {
    setBusy(true);
    const header = { 'Idempotency-Key': `withdrawal-${orderId}`, Prefer: `wait=${WAIT_SECONDS}` };
    const { data, failure } = await outcome(api.POST('/api/v1/orders/{orderId}/withdrawal', { params: { path: { orderId }, header } }));
    setBusy(false);
    setAsking(false);
    if (failure) return setAnswer(failure);
    // The page itself tells it from now on, among the order's refunds.
    announce(t(data.state === 'done' ? 'done' : 'on-its-way'));
    router.refresh();
  };
  return (
    <section aria-labelledby="withdrawal" className="grid justify-items-start gap-3 print:hidden">
      <h2 id="withdrawal" className="text-title font-bold">
        {t('title')}
      </h2>
      <p className="text-quiet">{t('lead', { until })}</p>
      {answer && <Notice kind="bad">{textOf(answer)}</Notice>}
      <Button onClick={() => setAsking(true)}>{t('open')}</Button>
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title={t('title')}
        closeLabel={t('no')}
        actions={
          <Button kind="danger" busy={busy} onClick={() => void withdraw()}>
            {t('yes')}
          </Button>
        }
      >
        {t('ask', { amount })}
      </Dialog>
    </section>
  );
}
