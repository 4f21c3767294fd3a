'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '#ui/button.tsx';
import { classNames } from '#ui/class-names.ts';
import { formatMoney } from '#ui/money.tsx';
import type { Row, Section } from './engine/plan.ts';
import { useSeatChanges, type LivePlan } from './live-plan.ts';
import { pricesOf, type TicketType } from './rules/choice.ts';
import { listedAs } from './rules/listed.ts';
import { sightOf } from './rules/sight.ts';
import { useSeatWords } from './seat-words.ts';

// What a screen reader walks through in a minute and a cheap phone lays out at once; the next ones are a button away.
const SECTIONS_PER_PAGE = 80;
const ROWS_PER_PAGE = 40;

interface SectionListProps {
  live: LivePlan;
  types: readonly TicketType[];
  mine: readonly number[];
  /** Nothing can be chosen at the moment. */
  locked: boolean;
  accessible: boolean;
  open: number | null;
  onOpen: (section: number | null) => void;
  onSeat: (seat: number) => void;
}

/** Everything the map shows, as words: sections, their rows, their free seats. One section is open at a time, so 60,000 seats are no burden. */
export function SectionList({ live, types, accessible, open, onOpen, ...seats }: SectionListProps) {
  const t = useTranslations('seats');
  const [pages, setPages] = useState(1);
  useSeatChanges(live);
  const { plan } = live;
  const places = accessible ? new Set([...plan.wheelchair].map((seat) => plan.sectionOf[seat]!)) : null;
  const sections = plan.sections.filter(({ kind, index }) => kind === 'seated' && (places === null || places.has(index)));
  const shown = sections.filter(({ index }, at) => at < pages * SECTIONS_PER_PAGE || index === open);
  return (
    <div className="grid gap-3">
      <ul className="grid gap-2">
        {shown.map((section) => (
          <li key={section.id} className="rounded-control border border-line bg-raised">
            <SectionHead live={live} types={types} section={section} accessible={accessible} open={open === section.index} onPress={() => onOpen(open === section.index ? null : section.index)} />
            {open === section.index && <Rows live={live} types={types} section={section} accessible={accessible} {...seats} />}
          </li>
        ))}
      </ul>
      {sections.length === 0 && <p className="text-quiet">{t('no-wheelchair-places')}</p>}
      {shown.length < sections.length && <Button onClick={() => setPages(pages + 1)}>{t('more-sections', { count: sections.length - shown.length })}</Button>}
    </div>
  );
}

/** How many seats of a section there are to have: free ones, or free wheelchair places. */
export function freeIn({ plan, states }: LivePlan, section: Section, accessible: boolean): number {
  return accessible ? [...plan.wheelchair].filter((seat) => plan.sectionOf[seat] === section.index && states.isFree(seat)).length : states.freeIn(section.index);
}

function SectionHead({ live, types, section, accessible, open, onPress }: { live: LivePlan; types: readonly TicketType[]; section: Section; accessible: boolean; open: boolean; onPress: () => void }) {
  const t = useTranslations('seats');
  const locale = useLocale();
  const free = freeIn(live, section, accessible);
  const prices = pricesOf(types, section.category, 'seated');
  const sight = sightOf(live.plan, section, live.areas);
  return (
    <h3>
      <button type="button" aria-expanded={open} onClick={onPress} className="flex min-h-14 w-full cursor-pointer flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-left">
        <span aria-hidden="true" className={classNames('text-light transition', open && 'rotate-90')}>
          ▸
        </span>
        <span className="min-w-0 flex-1">
          <span className="block font-bold">{section.name}</span>
          <span className="block text-fine text-quiet">{[section.category !== section.name && section.category, sight && t('sight-short', { side: sight.side, size: sight.size })].filter(Boolean).join(' · ')}</span>
        </span>
        <span className="flex basis-full justify-between gap-4 pl-6 sm:block sm:basis-auto sm:pl-0 sm:text-right">
          {prices && <span className="block font-bold tabular-nums">{t('from', { price: formatMoney(locale, prices.from) })}</span>}
          <span className={classNames('block text-fine tabular-nums', free > 0 ? 'text-good' : 'text-quiet')}>{accessible ? t('free-wheelchair', { count: free }) : t('free', { count: free })}</span>
        </span>
      </button>
    </h3>
  );
}

interface RowsProps extends Pick<SectionListProps, 'live' | 'types' | 'mine' | 'locked' | 'accessible' | 'onSeat'> {
  section: Section;
}

function Rows({ live, types, section, mine, locked, accessible, onSeat }: RowsProps) {
  const t = useTranslations('seats');
  const [pages, setPages] = useState(1);
  useSeatChanges(live, section.index);
  const seen = useRef(new Set<number>());
  const listed = (seat: number) => {
    if (accessible && !live.plan.wheelchair.has(seat) && !live.plan.companionOf.has(seat)) return [];
    const as = listedAs(seen.current, seat, live.states.isFree(seat) || mine.includes(seat));
    return as ? [{ seat, gone: as === 'gone' }] : [];
  };
  const rows = section.rows.map((row) => ({ row, seats: Array.from({ length: row.count }, (_, at) => row.first + at).flatMap(listed) })).filter(({ seats }) => seats.length > 0);
  if (rows.length === 0) return <p className="px-4 pb-4 text-quiet">{t('section-full')}</p>;
  return (
    <div className="grid gap-3 border-t border-dashed border-line px-4 py-4" onKeyDown={walk}>
      <p className="text-fine text-quiet">{t('list-help')}</p>
      {rows.slice(0, pages * ROWS_PER_PAGE).map(({ row, seats }) => (
        <SeatRow key={row.index} live={live} types={types} row={row} seats={seats} mine={mine} locked={locked} onSeat={onSeat} />
      ))}
      {rows.length > pages * ROWS_PER_PAGE && <Button onClick={() => setPages(pages + 1)}>{t('more-rows', { count: rows.length - pages * ROWS_PER_PAGE })}</Button>}
    </div>
  );
}

interface SeatRowProps extends Pick<RowsProps, 'live' | 'types' | 'mine' | 'locked' | 'onSeat'> {
  row: Row;
  seats: readonly { readonly seat: number; readonly gone: boolean }[];
}

function SeatRow({ live, types, row, seats, mine, locked, onSeat }: SeatRowProps) {
  const t = useTranslations('seats');
  const words = useSeatWords(live.plan, types);
  const { plan } = live;
  return (
    <div role="group" aria-label={t('row', { row: row.name })} data-row className="grid grid-cols-[4.5rem_1fr] items-start gap-2">
      <span aria-hidden="true" className="pt-2.5 text-fine font-semibold text-quiet">
        {t('row', { row: row.name })}
      </span>
      <div className="flex flex-wrap gap-1.5">
        {seats.map(({ seat, gone }, at) => (
          <button
            key={seat}
            type="button"
            data-seat={seat}
            tabIndex={at === 0 ? 0 : -1}
            aria-pressed={mine.includes(seat)}
            // Still in reach of the keys; whoever presses it is told.
            aria-disabled={gone || locked || undefined}
            aria-label={[words.place(seat), gone && t('shape-taken'), words.kind(seat), words.price(seat)].filter(Boolean).join(', ')}
            onClick={() => onSeat(seat)}
            className={classNames(
              'min-h-11 min-w-11 border px-1 font-semibold tabular-nums aria-pressed:border-transparent aria-pressed:bg-light aria-pressed:text-on-light',
              plan.wheelchair.has(seat) || plan.companionOf.has(seat) ? 'rounded-control border-cool bg-ground' : 'rounded-full border-edge bg-ground',
              gone ? 'cursor-default border-dashed text-quiet line-through' : locked ? 'cursor-default' : 'cursor-pointer hover:border-light',
            )}
          >
            {mine.includes(seat) ? '✓' : plan.wheelchair.has(seat) ? '♿︎' : plan.numbers[seat]}
          </button>
        ))}
      </div>
    </div>
  );
}

/** Arrows walk along a row and from row to row; the tabulator goes from row to row. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const seat = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-seat]') : null;
  const row = seat?.closest('[data-row]');
  if (!seat || !row) return;
  const seatsOf = (element: Element | undefined) => [...(element?.querySelectorAll<HTMLElement>('[data-seat]') ?? [])];
  const rows = [...event.currentTarget.querySelectorAll('[data-row]')];
  const [own, place] = [seatsOf(row), seatsOf(row).indexOf(seat)];
  const beside = (by: number) => {
    const next = seatsOf(rows[rows.indexOf(row) + by]);
    return next[Math.min(place, next.length - 1)];
  };
  const steps: Record<string, () => HTMLElement | undefined> = {
    ArrowRight: () => own[place + 1], ArrowLeft: () => own[place - 1], ArrowDown: () => beside(1), ArrowUp: () => beside(-1), Home: () => own[0], End: () => own.at(-1),
  };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  step()?.focus();
}
