import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { Answer } from './client.js';
import type { Fan } from './fans.js';

const PATIENCE_MS = 120_000;
const AGAIN_AFTER_MS = 150;
// A connection of its own for each request: which of a server's idle connections are still good is not what is tested here.
const connections = new Agent({ pipelining: 0, connect: { timeout: PATIENCE_MS } });

/** What shoppers met on their way, for the whole sale. */
export interface Troubles {
  /** Nobody listened. */
  refused: number;
  /** Connections that broke before there was an answer. */
  broken: string[];
  unavailable: Answer<{ code: string }>[];
  /** Answers 5xx that are not a 503, which nobody should ever see. */
  strange: Answer<unknown>[];
}

/**
 * A fan who buys through whatever process answers, as behind a load balancer: what breaks or is told to come again is asked again,
 * with the same Idempotency-Key where it counts.
 */
export class Shopper {
  orderId: string | undefined;

  constructor(
    protected readonly fan: Fan,
    private readonly urls: () => string[],
    readonly troubles: Troubles,
    private turn: number,
  ) {}

  /** From the line to the order's end; its last word. */
  async buy(eventId: string, ticketTypeId: string, quantity: number): Promise<string> {
    const place = await this.insist('POST', `events/${eventId}/line`, {});
    const admission = await this.insist('POST', `events/${eventId}/admissions`, { lineToken: place.body.lineToken }, {}, [425]);
    if (admission.status !== 201) return admission.body.code;
    const hold = await this.insist('POST', `events/${eventId}/holds`, { ticketTypeId, quantity }, { 'x-admission': admission.body.admissionToken });
    if (hold.status !== 201) return hold.body.code;
    const order = await this.insist('POST', 'orders', { holdId: hold.body.id, payment: { method: 'card', token: 'tok_ok' } }, { 'idempotency-key': randomUUID(), prefer: 'wait=30' });
    if (order.status !== 201 && order.status !== 202) return order.body.code;
    this.orderId = order.body.id;
    let { state } = order.body;
    for (const deadline = performance.now() + PATIENCE_MS; state === 'awaiting_payment' && performance.now() < deadline; await delay(AGAIN_AFTER_MS)) {
      state = (await this.insist('GET', `orders/${this.orderId}`)).body.state;
    }
    return state;
  }

  /** Asks until there is an answer that means something; `also` are statuses to come again after. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into bodies freely
  protected async insist(method: string, path: string, body?: object, headers: Record<string, string> = {}, also: number[] = []): Promise<Answer<any>> {
    for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; await delay(AGAIN_AFTER_MS)) {
      const answer = await this.ask(method, path, body, headers).catch((error: NodeJS.ErrnoException) => error);
      if (answer instanceof Error) this.note(answer, `${method} ${path}`);
      else if (answer.status === 503) this.troubles.unavailable.push(answer as never);
      else if (answer.status >= 500) this.troubles.strange.push(answer);
      else if (!also.includes(answer.status)) return answer;
    }
    throw new Error(`${method} ${path}: nobody answered`);
  }

  private async ask(method: string, path: string, body: object | undefined, headers: Record<string, string>): Promise<Answer<unknown>> {
    const urls = this.urls();
    if (urls.length === 0) throw Object.assign(new Error('no process is open'), { code: 'ECONNREFUSED' });
    this.turn += 1;
    const { statusCode, headers: received, body: content } = await request(`${urls[this.turn % urls.length]}/api/v1/${path}`, {
      method: method as 'GET' | 'POST',
      dispatcher: connections,
      headers: { authorization: `Bearer ${this.fan.token}`, ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await content.text();
    return { status: statusCode, headers: new Headers(received as Record<string, string>), body: text === '' ? undefined : JSON.parse(text) };
  }

  private note(error: NodeJS.ErrnoException, what: string): void {
    if (error.code === 'ECONNREFUSED') this.troubles.refused += 1;
    else this.troubles.broken.push(`${what}: ${error.message}`);
  }
}
