import { randomUUID } from 'node:crypto';

/** Of the demo, which every house of a test has. */
const organiser = { id: '019aa000-0000-7000-8000-000000000001', email: 'organiser@catraca.example' };
const venueId = '019aa000-0000-7000-8000-000000000013';
const password = 'catraca-demo';

export interface LineOptions {
  capacity?: number;
  claimSeconds?: number;
  /** The opening, from now; negative: open already. */
  opensInSeconds?: number;
  drawAtOpening?: boolean;
  challengeRequired?: boolean;
  verifiedAccountRequired?: boolean;
  /** Whether its tickets carry names. */
  holderRequired?: boolean;
}

/** Puts on lines of their own for tests, over the box office's API as an organiser would, and plays the crowd in them. */
export class LineStage {
  readonly url: string;
  #organiser: Promise<string> | undefined;

  constructor(url: string) {
    this.url = url;
  }

  /** A published event with standing places and a line; each session may take two. */
  async newLine({ capacity = 10, claimSeconds = 120, opensInSeconds = -60, holderRequired = false, ...terms }: LineOptions = {}): Promise<string> {
    const token = await this.#asOrganiser();
    const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
    const event = await this.call('POST', '/events', {
      token,
      body: {
        organiserId: organiser.id, venueId, title: 'Noite de Teste', startsAt: at(30 * 86_400), saleStartsAt: at(opensInSeconds), standing: [{ name: 'Pista', capacity }],
        lineRequired: true, sessionTicketLimit: 2, claimSeconds, ...terms,
      },
    });
    const id = String(event['id']);
    await this.call('POST', `/events/${id}/ticket-types`, { token, body: { name: 'Inteira', category: 'Pista', kind: 'standing', price: { amountCents: 5_000, currency: 'BRL' }, holderRequired } });
    await this.call('POST', `/events/${id}/publish`, { token });
    // Whoever looks first has the line made.
    await this.call('GET', `/events/${id}/serving`);
    return id;
  }

  async pause(eventId: string, paused: boolean): Promise<void> {
    await this.call('PATCH', `/events/${eventId}/line`, { token: await this.#asOrganiser(), body: { paused } });
  }

  /** The sale ends, and with it the line. */
  async close(eventId: string): Promise<void> {
    await this.call('POST', `/events/${eventId}/close`, { token: await this.#asOrganiser() });
  }

  /** Somebody on a device of their own enters. */
  async enter(eventId: string): Promise<Visitor> {
    const answer = await this.#ask('POST', `/events/${eventId}/line`, { body: {} });
    const { lineToken } = (await answer.json()) as { lineToken: string };
    return { device: answer.headers.get('x-device')!, lineToken };
  }

  async leave(eventId: string, { device }: Visitor): Promise<void> {
    await this.call('DELETE', `/events/${eventId}/line`, { device });
  }

  async newAccount(): Promise<Account> {
    const account = { email: `${randomUUID()}@example.org`, password: 'uma-senha-comprida' };
    await this.call('POST', '/auth/sign-up?transport=token', { body: { name: 'Ana Compradora', ...account } });
    return account;
  }

  /** A fresh account enters. */
  async enterWithAccount(eventId: string): Promise<Buyer> {
    const account = await this.newAccount();
    const { token } = await this.call('POST', '/auth/sign-in?transport=token', { body: account });
    const { lineToken } = await this.call('POST', `/events/${eventId}/line`, { token: token as string, body: {} });
    return { ...account, token: token as string, lineToken: lineToken as string };
  }

  /** Waits for the turn and buys what a session may. */
  async buyTwo(eventId: string, { token, lineToken }: Buyer): Promise<void> {
    const { admissionToken } = await this.#untilAdmitted(eventId, token, lineToken);
    const event = await this.call('GET', `/events/${eventId}`);
    const ticketTypeId = (event['ticketTypes'] as { id: string }[])[0]!.id;
    const hold = await this.call('POST', `/events/${eventId}/holds`, { token, admission: admissionToken as string, body: { ticketTypeId, quantity: 2 } });
    await this.call('POST', '/orders', { token, key: randomUUID(), wait: 8, body: { holdId: hold['id'], payment: { method: 'card', token: 'tok_ok' } } });
  }

  async #untilAdmitted(eventId: string, token: string, lineToken: string): Promise<Json> {
    for (let tries = 0; tries < 100; tries++) {
      const answer = await this.#ask('POST', `/events/${eventId}/admissions`, { token, body: { lineToken } });
      if (answer.ok) return (await answer.json()) as Json;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`nobody was admitted to ${eventId}`);
  }

  #asOrganiser(): Promise<string> {
    return (this.#organiser ??= this.call('POST', '/auth/sign-in?transport=token', { body: { email: organiser.email, password } }).then(({ token }) => token as string));
  }

  async call(method: string, path: string, wish: Wish = {}): Promise<Json> {
    const answer = await this.#ask(method, path, wish);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Json);
  }

  #ask(method: string, path: string, { token, device, admission, key, wait, body }: Wish): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(device !== undefined && { 'x-device': device }),
        ...(admission !== undefined && { 'x-admission': admission }),
        ...(key !== undefined && { 'idempotency-key': key }),
        ...(wait !== undefined && { prefer: `wait=${wait}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
  }
}

export interface Visitor {
  device: string;
  lineToken: string;
}

export interface Account {
  email: string;
  password: string;
}

export interface Buyer extends Account {
  token: string;
  lineToken: string;
}

type Json = Record<string, unknown>;

interface Wish {
  token?: string;
  device?: string;
  admission?: string;
  key?: string;
  wait?: number;
  body?: unknown;
}
