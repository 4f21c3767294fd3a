import { cookies } from 'next/headers';
import type { Failure } from '#box-office/problem.ts';
import { outcome, personal } from '#box-office/server.ts';
import { admissionCookie } from '#line/admission.ts';
import { goTo, isSecure, personalPage } from '#line/plain-answer.ts';
import { path, type Locale } from '#words/locales.ts';
import { askAgainAfterMs } from './ask-again.ts';
import { waitPage } from './plain-wait.ts';
import { chosen, dropWish, keepWish, type PlainWish, readWish, wishOfForm } from './plain-wish.ts';
import { isNotAdmitted } from './refusals.ts';

/** What may be said above the form after a wish that was refused: words of ours, never text from an address. */
export const plainRefusals = ['none-left', 'limit', 'failed'] as const;

interface Asking {
  locale: Locale;
  eventId: string;
  request: Request;
}

/** What the form without JavaScript asked for. That it is our own page's form, the gate has seen (server/gate.ts). */
export async function holdPlainly(asking: Asking): Promise<Response> {
  return ask(asking, wishOfForm(await asking.request.text(), readWish(asking.eventId, await cookies())));
}

/** The wish that waits, once more: a page that asks again by itself comes by its address. Where none waits there is a form to begin with. */
export async function holdAgain(asking: Asking): Promise<Response> {
  const wish = readWish(asking.eventId, await cookies());
  return wish ? ask(asking, wish) : goTo(formOf(asking));
}

async function ask(asking: Asking, wish: PlainWish): Promise<Response> {
  const { locale, eventId } = asking;
  const admissionToken = (await cookies()).get(admissionCookie(eventId))?.value;
  const header = { ...(wish.key !== '' && { 'Idempotency-Key': wish.key }), ...(admissionToken !== undefined && { 'X-Admission': admissionToken }) };
  const body = { ticketTypeId: wish.type, quantity: wish.quantity, ...(wish.accessible && { accessible: true }) };
  const { data, failure } = await outcome((await personal(locale)).POST('/api/v1/events/{eventId}/holds', { params: { path: { eventId }, header }, body }));
  // A key that was asked before answers with the hold of then, which may have ended since: there is nothing to pay, but all to choose again.
  const isOver = data?.state === 'released' || data?.state === 'expired';
  if (data) return goTo(isOver ? `${chosen(formOf(asking), wish)}&said=failed` : path(locale, `/checkout/${data.id}`), [dropWish(eventId, isSecure(asking))]);
  // An answer that did not come in time passes like one that asks for patience: under its key the wish is the same.
  const waitMs = wish.key === '' ? null : askAgainAfterMs({ ...failure, status: failure.status || 503 }, wish.times);
  if (waitMs !== null) return wait(asking, { ...wish, times: wish.times + 1 }, failure, waitMs);
  return afterRefusal(asking, wish, failure);
}

async function wait(asking: Asking, wish: PlainWish, failure: Failure, waitMs: number): Promise<Response> {
  const { locale, eventId } = asking;
  // Spread, so that not everybody who was sent away together comes back together.
  const seconds = Math.ceil((waitMs * (1 + Math.random() / 2)) / 1_000);
  const { body, refresh } = await waitPage({ locale, eventId, wish, failure, seconds });
  return personalPage(body, 200, refresh, [keepWish(eventId, wish, isSecure(asking))]);
}

function afterRefusal(asking: Asking, wish: PlainWish, failure: Failure): Response {
  const { locale, eventId } = asking;
  const here = formOf(asking);
  const dropped = [dropWish(eventId, isSecure(asking))];
  if (failure.code === 'platform.not_signed_in') return goTo(`${path(locale, '/sign-in')}?return=${encodeURIComponent(chosen(here, wish))}`, dropped);
  if (isNotAdmitted(failure.code)) return goTo(path(locale, `/events/${eventId}/line/plain`), dropped);
  const said: (typeof plainRefusals)[number] = failure.code === 'inventory.sold_out' ? 'none-left' : failure.code === 'inventory.limit_exceeded' ? 'limit' : 'failed';
  // What passes by itself was asked often enough: who asks once more, by hand, asks for the same purchase.
  const kept = said === 'failed' && wish.key !== '' ? [keepWish(eventId, { ...wish, times: 0 }, isSecure(asking))] : dropped;
  return goTo(`${chosen(here, wish)}&said=${said}`, kept);
}

const formOf = ({ locale, eventId }: Asking): string => path(locale, `/events/${eventId}/choose/plain`);
