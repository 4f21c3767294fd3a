'use client';

import { useEffect, useReducer, useState } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import type { Failure } from '#box-office/problem.ts';
import { followSeats } from '#box-office/seat-feed.ts';
import { askPatiently } from './ask-again.ts';
import { readAreas, type Area } from './engine/areas.ts';
import { decodePlan, type Plan } from './engine/plan.ts';
import { SeatStates } from './engine/states.ts';

/** A plan and who sits where at the moment. `states` changes by itself; whoever shows it listens. */
export interface LivePlan {
  readonly plan: Plan;
  readonly states: SeatStates;
  readonly areas: readonly Area[];
  /** The areas as the API tells them. */
  readonly drawn: readonly unknown[];
  /** Calls back with the seats that are different now; ends when the given function is called. */
  listen: (listener: (changed: readonly number[]) => void) => () => void;
  /** These seats were refused. */
  lose: (seats: readonly number[]) => void;
}

export type Loading = { readonly phase: 'loading' } | { readonly phase: 'failed'; readonly failure: Failure; again: () => void } | { readonly phase: 'ready'; readonly live: LivePlan; readonly alive: boolean };

/** Fetches an event's plan once and then follows its seats. `admissionToken` is null as long as it is not known whether there is one. */
export function useLivePlan(eventId: string, admissionToken: string | undefined | null): Loading {
  const [tries, again] = useReducer((count: number) => count + 1, 0);
  const [loading, setLoading] = useState<Loading>({ phase: 'loading' });
  useEffect(() => {
    if (admissionToken === null) return;
    let end: (() => void) | undefined;
    const leaving = new AbortController();
    setLoading({ phase: 'loading' });
    void askPatiently(() => fetchPlan(eventId, admissionToken), leaving).then((fetched) => {
      if (leaving.signal.aborted) return;
      if (fetched.failure) return setLoading({ phase: 'failed', failure: fetched.failure, again });
      const { live, tell } = fetched;
      setLoading({ phase: 'ready', live, alive: true });
      end = followSeats({
        eventId, admissionToken, since: live.states.version,
        onNews: (news) => tell(live.states.apply(news)),
        onLine: (alive) => setLoading((now) => (now.phase === 'ready' && now.alive !== alive ? { ...now, alive } : now)),
      });
    });
    return () => {
      leaving.abort();
      end?.();
    };
  }, [eventId, admissionToken, tries]);
  return loading;
}

async function fetchPlan(eventId: string, admissionToken: string | undefined): Promise<{ failure: Failure } | { failure?: undefined; live: LivePlan; tell: (changed: readonly number[]) => void }> {
  const params = { path: { eventId }, header: admissionToken === undefined ? {} : { 'X-Admission': admissionToken } };
  const [drawing, seats] = await Promise.all([
    outcome(api.GET('/api/v1/events/{eventId}/seat-map', { params })),
    outcome(api.GET('/api/v1/events/{eventId}/seats', { params })),
  ]);
  const failure = drawing.failure ?? seats.failure;
  if (failure || !seats.data || !('sections' in seats.data)) return { failure: failure ?? { code: 'web.unreadable', status: 0, title: '', data: {} } };
  const plan = decodePlan(seats.data);
  const states = new SeatStates(plan, seats.data);
  const listeners = new Set<(changed: readonly number[]) => void>();
  const tell = (changed: readonly number[]) => {
    if (changed.length > 0) for (const listener of listeners) listener(changed);
  };
  const drawn: readonly unknown[] = drawing.data?.areas ?? [];
  const live: LivePlan = {
    plan, states, drawn, areas: readAreas(drawn),
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    lose: (lost) => tell(states.lose(lost)),
  };
  return { live, tell };
}

/** Makes a component draw itself again when seats change: all of them, or those of one section. */
export function useSeatChanges(live: LivePlan, section?: number): void {
  const [, changed] = useReducer((count: number) => count + 1, 0);
  useEffect(() => live.listen((seats) => {
    if (section === undefined || seats.some((seat) => live.plan.sectionOf[seat] === section)) changed();
  }), [live, section]);
}
