'use client';

import { useEffect } from 'react';
import { Countdown } from '#ui/countdown.tsx';
import { LinkButton } from '#ui/link.tsx';
import { Notice } from '#ui/notice.tsx';
import type { News } from './beside.ts';
import { useNews } from './use-news.ts';

interface TurnNoticeProps {
  eventId: string;
  /** Address of the line. */
  line: string;
  words: Record<News, { title: string; sentence: string }> & { left: string; minutes: string; toLine: string };
}

/** Stays in sight over whatever somebody fills in while they wait. */
export function TurnNotice({ eventId, line, words }: TurnNoticeProps) {
  const heard = useNews(eventId);
  const news = heard?.news;
  const title = news && words[news].title;
  useEffect(() => {
    if (title === undefined) return undefined;
    const before = document.title;
    document.title = `${title} · ${before}`;
    return () => {
      document.title = before;
    };
  }, [title]);
  if (!heard || !news) return null;
  return (
    <Notice kind={news === 'called' || news === 'drawn' ? 'good' : 'info'} urgent={news === 'called'} title={title} className="sticky top-2 z-10 shadow-lift">
      <p>{words[news].sentence}</p>
      {news === 'called' && heard.until !== undefined && (
        <p>
          {words.left} <Countdown until={heard.until} spokenWords={words.minutes} className="font-bold" />
        </p>
      )}
      <LinkButton href={line} className="mt-3">
        {words.toLine}
      </LinkButton>
    </Notice>
  );
}
