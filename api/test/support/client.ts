import { randomUUID } from 'node:crypto';
import { until } from './eventually.js';

/** An answer, its body parsed. */
export interface Answer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** Somebody who talks to the API as an outside program would: JSON over HTTP, tokens in headers, no cookies. */
export class Client {
  private token: string | undefined;
  private device: string | undefined;

  constructor(private readonly url: string) {}

  /** What says who and which device this is. */
  get credentials(): Record<string, string> {
    return { ...(this.token && { authorization: `Bearer ${this.token}` }), ...(this.device && { 'x-device': this.device }) };
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies freely
  async call<Body = any>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    const response = await fetch(new URL(path.startsWith('/') ? path : `/api/v1/${path}`, this.url), {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...this.credentials,
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    this.device ??= response.headers.get('x-device') ?? undefined;
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (json && text ? JSON.parse(text) : text) as Body };
  }

  /** Signed in as that client is, from the same device: the same person at another process. */
  like({ token, device }: Client): this {
    Object.assign(this, { token, device });
    return this;
  }

  /** As somebody whose app has forgotten its device. */
  withoutDevice(): this {
    this.device = undefined;
    return this;
  }

  /** Is signed in already, with this session's token. */
  use(token: string): void {
    this.token = token;
  }

  /** Signs up a new fan and stays signed in. */
  async signUp(name = 'Ana Fã'): Promise<string> {
    const email = `${randomUUID()}@fans.example`;
    const { body } = await this.expect(201, 'POST', 'auth/sign-up?transport=token', { name, email, password: 'correct horse battery' });
    this.token = body.token as string;
    return body.user.id as string;
  }

  async signIn(email: string, password: string): Promise<void> {
    const { body } = await this.expect(201, 'POST', 'auth/sign-in?transport=token', { email, password });
    this.token = body.token as string;
  }

  /** The same, and the status must be as expected. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies freely
  async expect<Body = any>(status: number, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<Body>> {
    const answer = await this.call<Body>(method, path, body, headers);
    if (answer.status !== status) throw new Error(`${method} ${path}: expected ${status}, got ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }

  /** Joins the line and waits for the turn; the admission token. */
  async admitted(eventId: string): Promise<string> {
    const { body: place } = await this.expect(201, 'POST', `events/${eventId}/line`, {});
    const answer = await until(async () => {
      const claim = await this.call('POST', `events/${eventId}/admissions`, { lineToken: place.lineToken });
      return claim.status !== 425 && claim;
    }, 'the turn');
    if (answer.status !== 201) throw new Error(`no admission: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.admissionToken as string;
  }

  /** Orders a hold and waits for the outcome, as long as one may. */
  order(holdId: string, payment: object, more: object = {}, key: string = randomUUID()) {
    return this.call('POST', 'orders', { holdId, payment, ...more }, { 'idempotency-key': key, prefer: 'wait=30' });
  }
}
