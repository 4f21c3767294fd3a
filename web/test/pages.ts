import type { BrowserContext } from 'playwright-core';
import { onceLaidOut } from './laying.ts';
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
  /** What it is, for whoever looks at its picture. */
  title: string;
  /** Without its language. */
  path(belongings: Belongings): string;
}

/**
 * Every page there is. Whoever adds a page adds a line: accessibility, policy and screenshots are tried for each of them in every
 * language and theme.
 */
export const pages: PageOfTest[] = [
  { name: 'home', title: 'What is on', path: () => '' },
  { name: 'search', title: 'A search', path: () => '/events?search=dunas' },
  { name: 'event-open', title: 'A show on sale without a line', path: () => `/events/${FESTIVAL}` },
  { name: 'event-line', title: 'A show with a line', path: () => `/events/${CASINO}` },
  { name: 'event-draw', title: 'A show whose line is drawn', path: () => `/events/${STADIUM}` },
  { name: 'venue', title: 'A venue', path: () => `/venues/${THEATRE}` },
  { name: 'artist', title: 'An artist', path: () => `/artists/${encodeURIComponent('Dora Lume')}` },
  { name: 'line', title: 'The line', path: () => `/events/${CASINO}/line` },
  { name: 'line-plain', title: 'The line without JavaScript', path: () => `/events/${CASINO}/line/plain` },
  { name: 'holders', title: 'Whose tickets are, told while waiting', path: () => `/events/${FESTIVAL}/holders` },
  { name: 'choose', title: 'Choosing standing places', path: () => `/events/${FESTIVAL}/choose` },
  { name: 'choose-seats', title: 'Choosing seats', path: () => `/events/${CASINO}/choose` },
  { name: 'choose-plain', title: 'Choosing without JavaScript', path: () => `/events/${FESTIVAL}/choose/plain` },
  { name: 'sign-in', title: 'Signing in', path: () => '/sign-in' },
  { name: 'sign-up', title: 'Making an account', path: () => '/sign-up' },
  { name: 'forgot', title: 'A forgotten password', path: () => '/forgot' },
  { name: 'checkout', title: 'The checkout', path: ({ holdId }) => `/checkout/${holdId}` },
  { name: 'orders', title: 'My orders', path: () => '/orders' },
  { name: 'order', title: 'An order', path: ({ orderId }) => `/orders/${orderId}` },
  { name: 'tickets', title: 'My tickets', path: () => '/tickets' },
  { name: 'ticket', title: 'A ticket', path: ({ ticketId }) => `/tickets/${ticketId}` },
  { name: 'wallet', title: 'My balance', path: () => '/wallet' },
  { name: 'account', title: 'My account', path: () => '/account' },
  { name: 'offline', title: 'Without a network', path: () => '/offline' },
  { name: 'not-there', title: 'What is not there', path: () => '/nothing/here' },
];

let born = 0;

type Json = Record<string, unknown>;

/** Signs somebody new up in these cookies, who is admitted to the theatre, buys two tickets by card for the festival and then holds two more. */
export async function outfit(context: BrowserContext, url: string): Promise<Belongings> {
  born += 1;
  const ask = async (path: string, data: Json, headers: Record<string, string> = {}): Promise<Json> => {
    const answer = await onceLaidOut(() => context.request.post(`${url}/api/v1${path}`, { data, headers }));
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return (await answer.json()) as Json;
  };
  const email = `page-${process.pid}-${Date.now()}-${born}@catraca.example`;
  await ask('/auth/sign-up', { name: 'Ana Souza', email, password: 'uma frase bem comprida', language: 'pt-BR' });
  await admitAgain(context, url);
  const hold = (): Promise<Json> => ask(`/events/${FESTIVAL}/holds`, { ticketTypeId: LAWN, quantity: 2 });
  const payment = { method: 'card', token: 'tok_ok' };
  const order = await ask('/orders', { holdId: (await hold())['id'], payment }, { 'idempotency-key': email, prefer: 'wait=30' });
  const [ticket] = order['tickets'] as { id: string }[];
  if (ticket === undefined) throw new Error(`the order has no tickets yet: ${JSON.stringify(order)}`);
  return { orderId: String(order['id']), ticketId: ticket.id, holdId: String((await hold())['id']) };
}

/** An admission is a tab's own: another browser profile with the same cookies finds the one that there is by this. */
export async function admitAgain(context: BrowserContext, url: string): Promise<void> {
  await new SeatStage(url).admit(context, CASINO);
}
