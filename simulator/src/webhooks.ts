import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { Random } from './random.ts';

/** How deliveries misbehave. All probabilities are per delivery, all times real milliseconds. */
export interface DeliveryHabits {
  duplicate: number;
  lose: number;
  /** With this probability an event waits `reorderMs` and so arrives behind later ones. */
  reorder: number;
  reorderMs: number;
  delayMs: number;
  /** How many events one delivery may carry; only for providers whose envelope is a list. */
  batchMax: number;
}

export const GOOD_HABITS: DeliveryHabits = { duplicate: 0, lose: 0, reorder: 0, reorderMs: 400, delayMs: 0, batchMax: 100 };

/** A merchant that is down is tried again after 0.5, 1, 2, 4, 8 s; then the event is given up, as real ones are. */
const TRIES_MAX = 6;
const RETRY_MS = 500;
/** Deliveries on their way at once: providers hold back so as not to flood one merchant. */
const CONCURRENT_MAX = 8;
const WAITING_MAX = 50_000;
const ANSWER_MS_MAX = 5_000;

interface Delivery {
  body: string;
  tries: number;
}

export interface Recipient {
  url: string;
  secret: string;
}

/** The headers that prove who speaks. */
export type Sign = (secret: string, body: string) => Record<string, string>;

/** `t=…,v1=…`: HMAC-SHA256 over `t.body`, `t` in seconds by the real clock, as the merchant checks it by his own. */
export function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}

export class Webhooks {
  habits: DeliveryHabits = { ...GOOD_HABITS };
  readonly counts = { delivered: 0, refused: 0, lost: 0, dropped: 0 };
  private events: unknown[] = [];
  private waiting: Delivery[] = [];
  private underway = 0;
  private stopped = false;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT_MAX });
  readonly recipient: Recipient;
  private readonly random: Random;
  private readonly envelope: (events: unknown[]) => unknown[];
  private readonly sign: Sign;

  constructor(parts: { recipient: Recipient; sign: Sign; random: Random; envelope: (events: unknown[]) => unknown[] }) {
    this.recipient = parts.recipient;
    this.sign = parts.sign;
    this.random = parts.random;
    this.envelope = parts.envelope;
  }

  announce(event: unknown): void {
    if (this.random.happens(this.habits.lose)) {
      this.counts.lost++;
      return;
    }
    const copies = this.random.happens(this.habits.duplicate) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const late = this.random.happens(this.habits.reorder) ? this.habits.reorderMs : 0;
      const ms = this.habits.delayMs + late;
      if (ms > 0) setTimeout(() => this.collect(event), ms).unref();
      else this.collect(event);
    }
  }

  stop(): void {
    this.stopped = true;
    this.agent.destroy();
  }

  /** Events of the same turn share a delivery where the envelope allows it. */
  private collect(event: unknown): void {
    if (this.events.push(event) === 1) setImmediate(() => this.wrap());
  }

  private wrap(): void {
    const events = this.events;
    this.events = [];
    for (let from = 0; from < events.length; from += this.habits.batchMax) {
      for (const body of this.envelope(events.slice(from, from + this.habits.batchMax))) {
        this.post({ body: JSON.stringify(body), tries: 0 });
      }
    }
  }

  private post(delivery: Delivery): void {
    if (this.stopped) return;
    if (this.underway < CONCURRENT_MAX) return this.send(delivery);
    if (this.waiting.length < WAITING_MAX) this.waiting.push(delivery);
    else this.counts.dropped++;
  }

  private send(delivery: Delivery): void {
    this.underway++;
    let status: number | undefined;
    const call = request(this.recipient.url, {
      method: 'POST',
      agent: this.agent,
      timeout: ANSWER_MS_MAX,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(delivery.body),
        ...this.sign(this.recipient.secret, delivery.body),
      },
    });
    call.on('response', (response) => {
      status = response.statusCode;
      response.resume();
    });
    call.on('timeout', () => call.destroy());
    // What came of it is said by the request's end, which follows every error and may come before the answer's own.
    call.on('error', () => undefined);
    call.on('close', () => this.ended(delivery, status));
    call.end(delivery.body);
  }

  private ended(delivery: Delivery, status: number | undefined): void {
    this.underway--;
    if (status !== undefined && status < 300) this.counts.delivered++;
    else this.retry(delivery);
    const next = this.waiting.shift();
    if (next) this.send(next);
  }

  private retry(delivery: Delivery): void {
    this.counts.refused++;
    if (this.stopped || ++delivery.tries >= TRIES_MAX) return;
    setTimeout(() => this.post(delivery), RETRY_MS * 2 ** (delivery.tries - 1)).unref();
  }
}
