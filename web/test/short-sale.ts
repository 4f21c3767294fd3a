import { houseUrl } from './house.ts';

// Of the demo, which every house of a test has.
const organiser = { id: '019aa000-0000-7000-8000-000000000001', email: 'organiser@catraca.example', password: 'catraca-demo' };
const venueId = '019aa000-0000-7000-8000-000000000013';
const DAY_MS = 86_400_000;

/** A sale without a line whose holds last only so long; its event and the ticket type to hold. */
export async function shortSale(holdSeconds: number): Promise<{ eventId: string; ticketTypeId: string }> {
  const { token } = await ask<{ token: string }>('/auth/sign-in?transport=token', { email: organiser.email, password: organiser.password });
  const at = (ms: number): string => new Date(Date.now() + ms).toISOString();
  const { id: eventId } = await ask<{ id: string }>(
    '/events',
    { organiserId: organiser.id, venueId, title: 'Noite Curta', startsAt: at(30 * DAY_MS), saleStartsAt: at(-DAY_MS), standing: [{ name: 'Pista', capacity: 20 }], lineRequired: false, holdSeconds },
    token,
  );
  const { id: ticketTypeId } = await ask<{ id: string }>(`/events/${eventId}/ticket-types`, { name: 'Inteira', category: 'Pista', kind: 'standing', price: { amountCents: 5_000, currency: 'BRL' } }, token);
  await ask(`/events/${eventId}/publish`, undefined, token);
  return { eventId, ticketTypeId };
}

async function ask<Body>(path: string, body: unknown, token?: string): Promise<Body> {
  const headers = { ...(body !== undefined && { 'content-type': 'application/json' }), ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const answer = await fetch(`${houseUrl()}/api/v1${path}`, { method: 'POST', headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}
