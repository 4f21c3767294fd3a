'use client';

import { useEffect, useRef, useState } from 'react';
import { clock } from '#box-office/clock.ts';
import { announce } from './announcer.tsx';
import { clockFace, remaining, spoken } from './remaining.ts';

interface CountdownProps {
  until: string;
  /** What is said aloud at five minutes and at one, with `{minutes}` in it. Without it nothing is said. */
  spokenWords?: string;
  /** `{days}` in it; shown before the clock when there are any. */
  dayWords?: string;
  onOver?(): void;
  className?: string;
}

/** Counts down by the server's clock. Numbers are of one width, so nothing jumps. */
export function Countdown({ until, spokenWords, dayWords, onOver, className }: CountdownProps) {
  const end = Date.parse(until);
  // What the server renders cannot know the reader's second: it stands empty until the page is alive.
  const [now, setNow] = useState<number>();
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    let before = clock.now();
    let ended = false;
    const tick = (): void => {
      const current = clock.now();
      const minutes = spoken(end, before, current);
      if (minutes !== undefined && spokenWords !== undefined) announce(spokenWords.replace('{minutes}', String(minutes)));
      before = current;
      setNow(current);
      if (!ended && current >= end) {
        ended = true;
        over.current?.();
      }
    };
    tick();
    // Twice a second, so that no second is skipped when a timer is late.
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [end, spokenWords]);
  const left = now === undefined ? undefined : remaining(end, now);
  return (
    <time dateTime={until} role="timer" className={`tabular-nums ${className ?? ''}`}>
      {left === undefined ? ' ' : `${left.days > 0 && dayWords !== undefined ? `${dayWords.replace('{days}', String(left.days))} ` : ''}${clockFace(left)}`}
    </time>
  );
}
