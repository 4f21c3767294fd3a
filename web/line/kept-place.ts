import { clock } from '#box-office/clock.ts';
import { servingOf } from '#box-office/line.ts';
import { isOver } from './beside.ts';
import { forget, recall } from './script/memory.ts';
import type { Ended, Place } from './sight.ts';

interface KeptPlace {
  place: Pick<Place, 'lineToken' | 'entry' | 'position'>;
  userId: string | null;
}

/** The place that this browser keeps in an event's line, for the pages beside it; that one has ended is remembered there, too. */
export function keptPlace(eventId: string): KeptPlace | null {
  const memory = recall(eventId, Date.now());
  return memory?.place ? { place: memory.place, userId: memory.userId } : null;
}

/** Why the place that was kept in an event's line is none any more, until somebody enters again. */
export function endedPlace(eventId: string): Ended | null {
  return recall(eventId, Date.now())?.ended ?? null;
}

/** Whether there still is a line to wait in with the place that is kept; where it is over, the place is kept no longer. Nobody answering, it is believed. */
export async function stillWaits(eventId: string): Promise<boolean> {
  const kept = keptPlace(eventId);
  if (kept === null) return false;
  const { data, failure } = await servingOf(eventId);
  const waits = failure ? failure.status !== 404 : !isOver({ ...kept.place, state: 'waiting' }, data, clock.now());
  if (!waits) forget(eventId);
  return waits;
}
