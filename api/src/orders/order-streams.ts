import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Overloaded, TooManyRequests } from '#platform';
import { OrderOutcomes } from './order-outcomes.js';
import { OrderQueries, type OrderView } from './order.queries.js';
import { setTimeout as delay } from 'node:timers/promises';

// A payment window is minutes; whoever watches longer may connect again.
const LIFE_MS = 15 * 60_000;
const LOOK_EVERY_MS = 1_000;
const STREAMS_MAX = 5_000;
// Tabs and telephones of one person, generously; so that one account cannot take all the others' streams.
const STREAMS_OF_ONE_MAX = 10;

const ended = new Set(['confirmed', 'expired', 'refunded']);

/** Server-sent events of one order: its state now, and again whenever it changes, until it is final. */
@Injectable()
export class OrderStreams {
  private count = 0;
  private readonly ofUser = new Map<string, number>();

  constructor(
    private readonly queries: OrderQueries,
    private readonly outcomes: OrderOutcomes,
  ) {}

  /** @throws OrderNotFound; TooManyRequests when this user, Overloaded when everybody together has too many open. */
  async open(userId: string, orderId: string, request: FastifyRequest): Promise<Readable> {
    if (this.count >= STREAMS_MAX) throw new Overloaded();
    if ((this.ofUser.get(userId) ?? 0) >= STREAMS_OF_ONE_MAX) throw new TooManyRequests({ retryAfterSeconds: LIFE_MS / 1_000 });
    const first = await this.queries.one(userId, orderId);
    const closed = new AbortController();
    request.raw.once('close', () => closed.abort());
    return Readable.from(this.frames(userId, first, closed.signal), { objectMode: false, highWaterMark: 16_384 });
  }

  private async *frames(userId: string, first: OrderView, closed: AbortSignal): AsyncGenerator<string> {
    this.add(userId, 1);
    try {
      const until = performance.now() + LIFE_MS;
      let sent = '';
      for (let order = first; !closed.aborted && performance.now() < until; order = await this.queries.one(userId, order.id)) {
        const frame = JSON.stringify(order);
        yield frame === sent ? ': still here\n\n' : `event: order\ndata: ${frame}\n\n`;
        sent = frame;
        if (ended.has(order.state)) return;
        if (order.state === 'awaiting_payment' && order.payment?.state === 'requested') await this.outcomes.wait(order.id, LOOK_EVERY_MS);
        else await delay(LOOK_EVERY_MS);
      }
    } finally {
      this.add(userId, -1);
    }
  }

  private add(userId: string, streams: number): void {
    this.count += streams;
    const left = (this.ofUser.get(userId) ?? 0) + streams;
    if (left > 0) this.ofUser.set(userId, left);
    else this.ofUser.delete(userId);
  }
}
