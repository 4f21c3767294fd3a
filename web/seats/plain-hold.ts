import { cookies } from 'next/headers';
import type { Failure } from '#box-office/problem.ts';
import { outcome, personal } from '#box-office/server.ts';
import { admissionCookie } from '#line/admission.ts';
import { path, type Locale } from '#words/locales.ts';
import { isNotAdmitted } from './refusals.ts';

/** What may be said above the form after a wish that was refused: words of ours, never text from an address. */
export const plainRefusals = ['none-left', 'limit', 'failed'] as const;

// A key, two ids and a number.
const FORM_LENGTH_MAX = 500;

/** What the form without JavaScript asked for. That it is our own page's form, the gate has seen (server/gate.ts). */
export async function holdPlainly({ locale, eventId, request }: { locale: Locale; eventId: string; request: Request }): Promise<Response> {
  const form = new URLSearchParams((await request.text()).slice(0, FORM_LENGTH_MAX));
  const admissionToken = (await cookies()).get(admissionCookie(eventId))?.value;
  const header = { ...(form.get('key') && { 'Idempotency-Key': form.get('key')! }), ...(admissionToken !== undefined && { 'X-Admission': admissionToken }) };
  const body = { ticketTypeId: form.get('type') ?? '', quantity: Number(form.get('quantity')), ...(form.get('accessible') === 'yes' && { accessible: true }) };
  const { data, failure } = await outcome((await personal(locale)).POST('/api/v1/events/{eventId}/holds', { params: { path: { eventId }, header }, body }));
  return goTo(data ? path(locale, `/checkout/${data.id}`) : afterRefusal(locale, eventId, failure!));
}

function afterRefusal(locale: Locale, eventId: string, failure: Failure): string {
  const here = path(locale, `/events/${eventId}/choose/plain`);
  if (failure.code === 'platform.not_signed_in') return `${path(locale, '/sign-in')}?return=${encodeURIComponent(here)}`;
  if (isNotAdmitted(failure.code)) return path(locale, `/events/${eventId}/line/plain`);
  const said: (typeof plainRefusals)[number] = failure.code === 'inventory.sold_out' ? 'none-left' : failure.code === 'inventory.limit_exceeded' ? 'limit' : 'failed';
  return `${here}?said=${said}`;
}

const goTo = (location: string): Response => new Response(null, { status: 303, headers: { location, 'cache-control': 'private, no-store' } });
