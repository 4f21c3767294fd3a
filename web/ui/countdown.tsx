'use client';

import { useEffect, useRef } from 'react';
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

const SECOND_MS = 1_000;
// Timers may come a little early.
const LATE_MS = 5;

/** Counts down by the server's clock. Numbers are of one width, so nothing jumps. */
export function Countdown({ until, spokenWords, dayWords, onOver, className }: CountdownProps) {
  const end = Date.parse(until);
  const face = useRef<HTMLTimeElement>(null);
  const over = useRef(onOver);
  over.current = onOver;
  useEffect(() => {
    let before = clock.now();
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = (): void => {
      const now = clock.now();
      const minutes = spoken(end, before, now);
      if (minutes !== undefined && spokenWords !== undefined) announce(spokenWords.replace('{minutes}', String(minutes)));
      before = now;
      // Written by hand: a page that has better things to do each second, such as moving a map, is not looked through for it.
      if (face.current) face.current.textContent = faceOf(end, now, dayWords);
      if (!ended && now >= end) {
        ended = true;
        over.current?.();
      }
      // When the next second begins: what has passed of this one is counted from the end.
      const intoSecond = (((now - end) % SECOND_MS) + SECOND_MS) % SECOND_MS;
      timer = setTimeout(tick, SECOND_MS - intoSecond + LATE_MS);
    };
    tick();
    return () => clearTimeout(timer);
  }, [end, spokenWords, dayWords]);
  return (
    // What the server renders cannot know the reader's second: it stands empty until the page is alive.
    <time ref={face} dateTime={until} role="timer" className={`tabular-nums ${className ?? ''}`}>
      {' '}
    </time>
  );
}

function faceOf(end: number, now: number, dayWords: string | undefined): string {
  const left = remaining(end, now);
  const days = left.days > 0 && dayWords !== undefined ? `${dayWords.replace('{days}', String(left.days))} ` : '';
  return `${days}${clockFace(left)}`;
}
