import { api, outcome } from './browser.ts';
import type { Outcome } from './problem.ts';
import type { paths } from './schema.d.ts';

type HoldCall = paths['/api/v1/events/{eventId}/holds']['post'];
export type HoldWish = NonNullable<HoldCall['requestBody']>['content']['application/json'];
export type Hold = HoldCall['responses']['201']['content']['application/json'];

/** Asks for places. With the same key the same wish is the same hold, so an answer that got lost is asked for again. */
export function askForHold(eventId: string, wish: HoldWish, { key, admissionToken }: { key: string; admissionToken: string | undefined }): Promise<Outcome<Hold>> {
  const header = { 'Idempotency-Key': key, ...(admissionToken !== undefined && { 'X-Admission': admissionToken }) };
  return outcome(api.POST('/api/v1/events/{eventId}/holds', { params: { path: { eventId }, header }, body: wish }));
}

export const findHold = (holdId: string): Promise<Outcome<Hold>> => outcome(api.GET('/api/v1/holds/{holdId}', { params: { path: { holdId } } }));

export const releaseHold = (holdId: string): Promise<Outcome<unknown>> => outcome(api.DELETE('/api/v1/holds/{holdId}', { params: { path: { holdId } } }));
