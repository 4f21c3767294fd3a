import { randomUUID } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import words from '#words/pt.json' with { type: 'json' };

/** Of the demo, which every house of a test has: a theatre of 1,200 seats. */
const THEATRE = { organiserId: '019aa000-0000-7000-8000-000000000001', venueId: '019aa000-0000-7000-8000-000000000011', seatMapId: '019aa000-0000-7000-8000-000000000021' };
const organiser = { email: 'organiser@catraca.example', password: 'catraca-demo' };
const PASSWORD = 'uma-senha-comprida';
// A turn in a line of one comes within a second or two, in a house that has just opened once the demo's places are laid out: two minutes in all.
const CLAIMS_MAX = 600;
const CLAIM_PAUSE_MS = 200;

type Json = Record<string, unknown>;

interface Wish {
  token?: string;
  key?: string;
  body?: unknown;
}

/** Puts on shows of their own for tests, over the box office's API as an organiser would, and other buyers in them. */
export class SeatStage {
  readonly url: string;
  #organiser: Promise<string> | undefined;

  constructor(url: string) {
    this.url = url;
  }

  /** A published show in the theatre with full and half price in the stalls, boxes and tables, and standing places behind. */
  async newShow({ lineRequired = false, limit = 4, standing = 50 } = {}): Promise<string> {
    const token = await this.#asOrganiser();
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const { id } = await this.call('POST', '/events', {
      token,
      body: {
        ...THEATRE, title: 'Noite de Teste', startsAt: day(30), saleStartsAt: day(-1), standing: [{ name: 'Fundo', capacity: standing }],
        lineRequired, sessionTicketLimit: limit, buyerTicketLimit: limit,
      },
    });
    const prices = [['Inteira', 'Plateia', 18_000], ['Meia', 'Plateia', 9_000], ['Camarote', 'Camarote', 26_000], ['Mesa', 'Mesa', 32_000], ['Balcão', 'Balcão', 8_000], ['Em pé', 'Fundo', 5_000]] as const;
    for (const [name, category, amountCents] of prices) {
      const body = { name, category, kind: category === 'Fundo' ? 'standing' : 'seated', price: { amountCents, currency: 'BRL' }, halfPrice: name === 'Meia', holderRequired: false };
      await this.call('POST', `/events/${String(id)}/ticket-types`, { token, body });
    }
    await this.call('POST', `/events/${String(id)}/publish`, { token });
    return String(id);
  }

  /** A fresh account that these cookies belong to from now on. */
  async signUp(context: BrowserContext): Promise<void> {
    const answer = await context.request.post(`${this.url}/api/v1/auth/sign-up`, { data: newAccount() });
    if (!answer.ok()) throw new Error(`sign-up: ${answer.status()} ${await answer.text()}`);
  }

  /** Takes the browser through the line; its pages find the admission where the line leaves it. */
  async admit(context: BrowserContext, eventId: string, expiresAt?: string): Promise<void> {
    const admission = { ...(await this.claim(context, eventId)), ...(expiresAt !== undefined && { expiresAt }) };
    await context.addInitScript(([key, kept]) => sessionStorage.setItem(key, kept), [`catraca.admission.${eventId}`, JSON.stringify(admission)] as const);
  }

  /** A turn in the line, as soon as one comes. */
  async claim(context: BrowserContext, eventId: string): Promise<Json> {
    const ask = (path: string, data: unknown) => context.request.post(`${this.url}/api/v1/events/${eventId}${path}`, { data });
    const { lineToken } = (await (await ask('/line', {})).json()) as Json;
    for (let tries = 0; tries < CLAIMS_MAX; tries += 1) {
      const answer = await ask('/admissions', { lineToken });
      if (answer.ok()) return (await answer.json()) as Json;
      await new Promise((resolve) => setTimeout(resolve, CLAIM_PAUSE_MS));
    }
    throw new Error(`nobody was admitted to ${eventId}`);
  }

  /** Somebody else takes a seat, named as on its ticket. */
  async take(eventId: string, section: string, row: string, number: string): Promise<void> {
    const { token } = await this.call('POST', '/auth/sign-up?transport=token', { body: newAccount() });
    await this.call('POST', `/events/${eventId}/holds`, { token: String(token), body: { seats: [await this.#seat(eventId, section, row, number)] } });
  }

  async #seat(eventId: string, section: string, row: string, number: string): Promise<string> {
    const map = (await this.call('GET', `/events/${eventId}/seats`, {})) as unknown as { seatIdPrefix: string; sections: { name: string; rows: { name: string; first: number; numbers: string[] }[] }[] };
    const found = map.sections.find(({ name }) => name === section)?.rows.find(({ name }) => name === row);
    const at = found?.numbers.indexOf(number) ?? -1;
    if (!found || at < 0) throw new Error(`There is no seat ${section} ${row} ${number}.`);
    return map.seatIdPrefix + (found.first + at).toString(16).padStart(8, '0');
  }

  #asOrganiser(): Promise<string> {
    return (this.#organiser ??= this.call('POST', '/auth/sign-in?transport=token', { body: organiser }).then(({ token }) => String(token)));
  }

  async call(method: string, path: string, { token, key, body }: Wish): Promise<Json> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Json);
  }
}

/** Pays at the till, as it stands. */
export async function payAtTill(page: Page): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${words.checkout.pay.split('{', 1)[0]}`) }).click();
  await page.waitForURL(/\/orders\/[^/]+\?paid$/);
}

const newAccount = () => ({ name: 'Ana Compradora', email: `${randomUUID()}@example.org`, password: PASSWORD });
