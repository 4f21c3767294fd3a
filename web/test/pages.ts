import type { BrowserContext } from 'playwright-core';
import { SeatStage } from './seat-stage.ts';

/** Of the demo, which every house of a test has. */
const CASINO = '019aa000-0000-7000-8000-000000000101';
const STADIUM = '019aa000-0000-7000-8000-000000000102';
const FESTIVAL = '019aa000-0000-7000-8000-000000000103';
const LAWN = '019aa000-0000-7000-8000-000000000221';
const THEATRE = '019aa000-0000-7000-8000-000000000011';

/** What a fan has who was given one of everything: the ids that their pages stand under. */
export interface Belongings {
  holdId: string;
  orderId: string;
  ticketId: string;
}

export interface PageOfTest {
  name: string;
  /** Without its language. */
  path(belongings: Belongings): string;
}

/**
 * Every page there is. Whoever adds a page adds a line: accessibility, policy and screenshots are tried for each of them in every
 * language and theme.
 */
export const pages: PageOfTest[] = [
  { name: 'home', path: () => '' },
  { name: 'search', path: () => '/events?search=dunas' },
  { name: 'event-open', path: () => `/events/${FESTIVAL}` },
  { name: 'event-line', path: () => `/events/${CASINO}` },
  { name: 'event-draw', path: () => `/events/${STADIUM}` },
  { name: 'venue', path: () => `/venues/${THEATRE}` },
  { name: 'artist', path: () => `/artists/${encodeURIComponent('Dora Lume')}` },
  { name: 'line', path: () => `/events/${CASINO}/line` },
  { name: 'line-plain', path: () => `/events/${CASINO}/line/plain` },
  { name: 'holders', path: () => `/events/${FESTIVAL}/holders` },
  { name: 'choose', path: () => `/events/${FESTIVAL}/choose` },
  { name: 'choose-seats', path: () => `/events/${CASINO}/choose` },
  { name: 'choose-plain', path: () => `/events/${FESTIVAL}/choose/plain` },
  { name: 'sign-in', path: () => '/sign-in' },
  { name: 'sign-up', path: () => '/sign-up' },
  { name: 'forgot', path: () => '/forgot' },
  { name: 'checkout', path: ({ holdId }) => `/checkout/${holdId}` },
  { name: 'orders', path: () => '/orders' },
  { name: 'order', path: ({ orderId }) => `/orders/${orderId}` },
  { name: 'tickets', path: () => '/tickets' },
  { name: 'ticket', path: ({ ticketId }) => `/tickets/${ticketId}` },
  { name: 'wallet', path: () => '/wallet' },
  { name: 'account', path: () => '/account' },
  { name: 'offline', path: () => '/offline' },
  { name: 'not-there', path: () => '/nothing/here' },
];

let born = 0;

type Json = Record<string, unknown>;

/** Signs somebody new up in these cookies, who is admitted to the theatre, buys two tickets by card for the festival and then holds two more. */
export async function outfit(context: BrowserContext, url: string): Promise<Belongings> {
  born += 1;
  const ask = async (path: string, data: Json, headers: Record<string, string> = {}): Promise<Json> => {
    const answer = await context.request.post(`${url}/api/v1${path}`, { data, headers });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as Json;
  };
  const email = `page-${process.pid}-${Date.now()}-${born}@catraca.example`;
  await ask('/auth/sign-up', { name: 'Ana Souza', email, password: 'uma frase bem comprida', language: 'pt-BR' });
  await new SeatStage(url).admit(context, CASINO);
  const hold = (): Promise<Json> => ask(`/events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 2 });
  const payment = { method: 'card', token: 'tok_ok' };
  const order = await ask('/orders', { holdId: (await hold())['id'], payment }, { 'idempotency-key': email, prefer: 'wait=30' });
  const [ticket] = order['tickets'] as { id: string }[];
  if (ticket === undefined) throw new Error(`the order has no tickets yet: ${JSON.stringify(order)}`);
  return { orderId: String(order['id']), ticketId: ticket.id, holdId: String((await hold())['id']) };
}
