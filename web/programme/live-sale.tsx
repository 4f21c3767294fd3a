'use client';

import { useEffect, useRef, useState, type ReactNode } from 'react';
import { clock } from '#box-office/clock.ts';
import { eventOf, servingOf } from '#box-office/line.ts';
import { announce } from '#ui/announcer.tsx';
import { Countdown } from '#ui/countdown.tsx';
import { buttonLook } from '#ui/button-look.ts';
import { Turnstile } from '#ui/turnstile.tsx';
import { nextLookMs, viewOf, type MainAct, type Sale, type SaleMood } from './sale.ts';

export interface SaleWords {
  moods: Record<SaleMood, { title: string; sentence: string }>;
  acts: Record<Exclude<MainAct, null> | 'wait', string>;
  opening: string;
  lost: string;
  /** `{days}` and `{minutes}` in them are filled in by the countdown. */
  days: string;
  spoken: string;
}

interface LiveSaleProps {
  eventId: string;
  sale: Sale;
  /** The server's clock when the page was made. */
  madeAtMs: number;
  words: SaleWords;
  links: { line: string; choose: string; remind: string };
  children: ReactNode;
}

/** The state of the sale and the one thing to do; it changes by itself, and without JavaScript it is as it was when the page was made. */
export function LiveSale({ eventId, sale: made, madeAtMs, words, links, children }: LiveSaleProps) {
  const { sale, nowMs, lost, look } = useSale(eventId, made, madeAtMs);
  const { mood, act, opensAt } = viewOf(sale, nowMs);
  const { title, sentence } = words.moods[mood];
  const sayWhenChanged = useRef(mood);
  useEffect(() => {
    if (sayWhenChanged.current === mood) return;
    sayWhenChanged.current = mood;
    announce(`${title}. ${sentence}`);
  }, [mood, title, sentence]);
  const href = act === 'join' ? links.line : act === 'choose' ? links.choose : links.remind;
  return (
    <div className="grid gap-4" data-mood={mood}>
      <div className="flex items-start justify-between gap-4">
        <div>
          <p className={opensAt === null ? 'text-title font-bold' : 'text-quiet'}>{title}</p>
          {opensAt !== null && (
            <>
              <Countdown until={opensAt} dayWords={words.days} spokenWords={words.spoken} onOver={look} className="block min-h-[1em] font-display text-show font-extrabold" />
              <p className="text-fine text-quiet">{words.opening}</p>
            </>
          )}
        </div>
        <Turnstile notch={mood === 'open' ? 1 : 0} className="size-12 shrink-0" />
      </div>
      {children}
      <p className="text-quiet">{sentence}</p>
      {act !== null && (
        <a href={href} className={buttonLook('main', 'min-h-13 w-full text-lead')}>
          {words.acts[act]}
        </a>
      )}
      {mood === 'soldOut' && sale.lineRequired && <a href={links.line}>{words.acts.wait}</a>}
      {lost && <p className="text-fine text-quiet">{words.lost}</p>}
    </div>
  );
}

// One lost answer on a bad line is nothing to talk about.
const failuresUntilSaid = 2;

function useSale(eventId: string, made: Sale, madeAtMs: number) {
  const [state, setState] = useState({ sale: made, nowMs: madeAtMs, lost: false });
  const again = useRef<() => void>(() => {});
  useEffect(() => {
    let sale = made;
    let failures = 0;
    let toldMs = 0;
    let gone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const plan = (): void => {
      clearTimeout(timer);
      const nowMs = clock.now();
      if (gone) return;
      setState({ sale, nowMs, lost: failures >= failuresUntilSaid });
      const wait = nextLookMs(viewOf(sale, nowMs), nowMs, { toldMs, failures, chance: Math.random() });
      if (wait !== null) timer = setTimeout(() => void look(), wait);
    };
    const look = async (): Promise<void> => {
      clearTimeout(timer);
      // A page that nobody looks at asks nothing; it asks as soon as it is looked at.
      if (document.visibilityState === 'hidden') return;
      const seen = await lookAt(eventId, sale);
      if (gone) return;
      failures = seen === undefined ? failures + 1 : 0;
      ({ sale, toldMs } = seen ?? { sale, toldMs });
      plan();
    };
    const wake = (): void => void (document.visibilityState === 'visible' && look());
    again.current = plan;
    document.addEventListener('visibilitychange', wake);
    addEventListener('online', wake);
    void look();
    return () => {
      gone = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
      removeEventListener('online', wake);
    };
  }, [eventId, made]);
  return { ...state, look: () => again.current() };
}

/** The line's own few bytes where there is one, which the box office gives to everybody even under load; else the event. */
async function lookAt(eventId: string, sale: Sale): Promise<{ sale: Sale; toldMs: number } | undefined> {
  if (sale.lineRequired) {
    const { data } = await servingOf(eventId);
    return data && { sale: { ...sale, saleState: data.state }, toldMs: data.pollAfterMs };
  }
  const { data } = await eventOf(eventId);
  return data && { sale: { ...sale, eventState: data.state, saleState: data.saleState, saleStartsAt: data.saleStartsAt }, toldMs: 0 };
}
