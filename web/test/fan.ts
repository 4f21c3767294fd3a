import type { Page } from 'playwright-core';
import { onceLaidOut } from './laying.ts';

/** Events of the demo that the tests buy at, and their ticket types. */
export const festival = '019aa000-0000-7000-8000-000000000103';
export const lawn = '019aa000-0000-7000-8000-000000000221';
export const deck = '019aa000-0000-7000-8000-000000000223';

// What a busy machine needs for a page and a payment; never what is expected of it.
const PATIENCE_MS = 60_000;

export const PASSWORD = 'uma frase curta';

interface Answer<Body> {
  status: number;
  body: Body;
}

/** A request as the page's own browser would send it, with its cookies. */
export async function ask<Body>(page: Page, method: 'GET' | 'POST' | 'DELETE', path: string, data?: unknown): Promise<Answer<Body>> {
  const answer = await page.context().request.fetch(`/api/v1${path}`, { method, ...(data !== undefined && { data }) });
  const text = await answer.text();
  return { status: answer.status(), body: (text === '' ? undefined : JSON.parse(text)) as Body };
}

let born = 0;

/** Makes whoever has the page somebody new, signed in. */
export async function signUp(page: Page): Promise<Page> {
  page.context().setDefaultTimeout(PATIENCE_MS);
  born += 1;
  const email = `fan-${process.pid}-${Date.now()}-${born}@catraca.example`;
  const { status } = await ask(page, 'POST', '/auth/sign-up', { name: 'Ana Souza', email, password: PASSWORD, language: 'pt-BR' });
  if (status !== 201) throw new Error(`nobody could sign up: ${status}`);
  return page;
}

/** Places held for a fan, as choosing would, as soon as they are there; the hold's id. */
export async function holding(page: Page, { ticketTypeId = lawn, quantity = 2, eventId = festival } = {}): Promise<string> {
  const answer = await onceLaidOut(() => page.context().request.post(`/api/v1/events/${eventId}/holds`, { data: { ticketTypeId, quantity } }));
  if (answer.status() !== 201) throw new Error(`nothing was held: ${answer.status()} ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

/** The states of a hold's orders: one, whatever was tapped, lost and asked again. */
export async function ordersOf(page: Page, holdId: string): Promise<string[]> {
  const { body } = await ask<{ items: { holdId: string; state: string }[] }>(page, 'GET', '/orders?limit=100');
  return body.items.filter((order) => order.holdId === holdId).map(({ state }) => state);
}
