'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { announce } from '#ui/announcer.tsx';
import { listen } from './engine/gestures.ts';
import { MapView } from './engine/map-view.ts';
import type { Tokens } from './engine/palette.ts';
import type { LivePlan } from './live-plan.ts';

interface SeatMapProps {
  live: LivePlan;
  /** The dearest first. */
  categories: readonly string[];
  tokens: Tokens;
  mine: readonly number[];
  offered: readonly number[];
  accessible: boolean;
  /** A section to look at; null for nothing in particular. */
  look: { readonly section: number } | null;
  onSeat: (seat: number) => void;
  onSection: (section: number) => void;
  /** The words on an area of the plan that was touched. */
  onArea: (words: string) => void;
  describe: (seat: number) => string;
}

/** The plan to look at and to touch. Whoever cannot has the list, which knows and does the same. */
export function SeatMap({ live, categories, tokens, mine, offered, accessible, look, onSeat, onSection, onArea, describe }: SeatMapProps) {
  const t = useTranslations('seats');
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<MapView>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  // What the map calls back with is the latest, without making the map anew.
  const latest = useRef({ onSeat, onSection, onArea, describe, tokens });
  latest.current = { onSeat, onSection, onArea, describe, tokens };
  const at = useRef<number | null>(null);
  at.current = cursor;

  useEffect(() => {
    const element = canvas.current!;
    const map = new MapView({
      canvas: element, plan: live.plan, states: live.states, drawn: live.drawn, categories, tokens: latest.current.tokens,
      events: { seat: (seat) => latest.current.onSeat(seat), section: ({ index }) => latest.current.onSection(index), area: (words) => latest.current.onArea(words) },
    });
    view.current = map;
    const fit = () => map.resize(element.clientWidth, element.clientHeight, devicePixelRatio);
    const sizes = new ResizeObserver(fit);
    sizes.observe(element);
    const ends = [
      () => sizes.disconnect(),
      live.listen((changed) => map.refresh(changed)),
      listen(element, map, {
        arrow: (dx, dy) => {
          const next = at.current === null ? map.middleSeat : map.seatBeside(at.current, dx, dy);
          if (!map.choosable || next === undefined) return false;
          setCursor(next);
          map.reveal(next);
          announce(latest.current.describe(next));
          return true;
        },
        choose: () => {
          if (at.current !== null && map.choosable) latest.current.onSeat(at.current);
          else map.zoom(2);
        },
      }),
    ];
    return () => {
      for (const end of ends) end();
      map.destroy();
      view.current = null;
    };
  }, [live, categories]);

  useEffect(() => view.current?.mark({ mine, offered, cursor }), [live, categories, mine, offered, cursor]);
  useEffect(() => {
    if (look) view.current?.showSection(live.plan.sections[look.section]!);
  }, [live, look]);
  useEffect(() => view.current?.dress(tokens, accessible), [live, categories, tokens, accessible]);

  return (
    <div className="relative overflow-hidden rounded-stub border border-line bg-ground">
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        aria-label={t('map')}
        aria-describedby="seat-map-help"
        onBlur={() => setCursor(null)}
        className="block h-[min(62dvh,34rem)] w-full cursor-grab touch-none select-none active:cursor-grabbing focus-visible:-outline-offset-4"
      />
      <div className="absolute top-3 right-3 grid gap-2">
        <MapButton label={t('nearer')} sign="+" onPress={() => view.current?.zoom(1.8)} />
        <MapButton label={t('further')} sign="−" onPress={() => view.current?.zoom(1 / 1.8)} />
        <MapButton label={t('whole')} sign="⤢" onPress={() => view.current?.showAll()} />
      </div>
      <p id="seat-map-help" className="sr-only">
        {t('map-help')}
      </p>
    </div>
  );
}

function MapButton({ label, sign, onPress }: { label: string; sign: string; onPress: () => void }) {
  return (
    <button type="button" aria-label={label} onClick={onPress} className="size-11 cursor-pointer rounded-control border border-edge bg-raised text-title font-bold shadow-lift hover:border-light">
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}
