import { houseUrl } from './house.ts';

const organiserId = '019aa000-0000-7000-8000-000000000001';
export const parkId = '019aa000-0000-7000-8000-000000000013';

let token: Promise<string> | undefined;

async function signIn(): Promise<string> {
  const response = await fetch(`${houseUrl()}/api/v1/auth/sign-in?transport=token`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: 'organiser@catraca.example', password: 'catraca-demo' }),
  });
  return ((await response.json()) as { token: string }).token;
}

/** One of the requests of the demo's organiser, who puts on the events that a test wants to see in some state. @throws when it is refused */
export async function organise(method: string, path: string, body?: unknown): Promise<{ id: string; version: number }> {
  token ??= signIn();
  const response = await fetch(`${houseUrl()}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${await token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? {} : JSON.parse(text)) as { id: string; version: number };
}

export const fromNow = (ms: number): string => new Date(Date.now() + ms).toISOString();

// After all of the demo's, so that these do not push them from the home's first page.
const startsAt = '2033-05-01T21:00:00-03:00';

/** A published event with a hundred standing places and one price, in the open without a line unless said otherwise; its id. */
export async function newEvent(given: Record<string, unknown> = {}): Promise<string> {
  const { id } = await organise('POST', '/events', {
    organiserId, venueId: parkId, title: 'Noite de Teste', artists: [], kind: 'concert', standing: [{ name: 'Pista', capacity: 100 }],
    startsAt, saleStartsAt: fromNow(-60_000), lineRequired: false, ...given,
  });
  await organise('POST', `/events/${id}/ticket-types`, { name: 'Pista · inteira', category: 'Pista', kind: 'standing', price: { amountCents: 8_050, currency: 'BRL' } });
  await organise('POST', `/events/${id}/publish`);
  return id;
}

/** Moves the opening of a sale that has not opened. */
export async function openIn(id: string, ms: number): Promise<void> {
  const { version } = await organise('GET', `/events/${id}/maintenance`);
  await organise('PATCH', `/events/${id}`, { version, saleStartsAt: fromNow(ms) });
}
