'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { announce } from '#ui/announcer.tsx';
import { Button } from '#ui/button.tsx';
import { Countdown } from '#ui/countdown.tsx';
import { controlLook } from '#ui/field.tsx';
import { Money } from '#ui/money.tsx';
import type { Money as Amount } from './order.ts';

interface PixCodeProps {
  pix: { brCode: string; qrCodeUrl: string; expiresAt: string };
  total: Amount;
  onOver(): void;
}

/** A PIX to pay: the code to read by another phone, the same code to paste on this one, and how long it is good. */
export function PixCode({ pix, total, onOver }: PixCodeProps) {
  const t = useTranslations('checkout');
  return (
    <section className="grid gap-5">
      <div className="grid gap-2">
        <h2 className="text-title font-bold">{t('pix.title')}</h2>
        <p className="text-quiet">{t('pix.lead')}</p>
      </div>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 border-y border-line py-3">
        <Money locale={useLocale()} of={total} className="text-head font-bold" />
        <span className="flex items-baseline gap-3">
          <span className="text-quiet">{t('pix.valid-for')}</span>
          <Countdown until={pix.expiresAt} spokenWords={t.raw('time-spoken') as string} onOver={onOver} className="text-head font-bold" />
        </span>
      </p>
      <img src={pix.qrCodeUrl} alt={t('pix.picture')} width={288} height={288} className="mx-auto size-72 rounded-control" />
      <CopyCode code={pix.brCode} />
    </section>
  );
}

function CopyCode({ code }: { code: string }) {
  const t = useTranslations('checkout.pix');
  const field = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<boolean>();
  const copy = async (): Promise<void> => {
    // Selected first: where the clipboard is closed to pages, a long press finishes it.
    field.current?.select();
    const done = await toClipboard(code);
    setCopied(done);
    announce(t(done ? 'copied' : 'copy-failed'));
  };
  return (
    <div className="grid gap-3">
      <label className="grid gap-1">
        <span className="font-semibold">{t('code')}</span>
        <textarea ref={field} readOnly rows={3} value={code} className={`${controlLook} break-all`} onFocus={(event) => event.target.select()} />
      </label>
      <Button kind="main" onClick={() => void copy()}>
        {copied === true ? t('copied') : t('copy')}
      </Button>
      {copied === false && <p className="text-fine text-bad">{t('copy-failed')}</p>}
    </div>
  );
}

/** Whether it was copied. Without https a browser has no clipboard for pages at all. */
async function toClipboard(text: string): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  return clipboard === undefined ? false : clipboard.writeText(text).then(() => true, () => false);
}
