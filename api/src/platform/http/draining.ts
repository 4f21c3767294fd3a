import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

// Most payments are through in a second; who still waits for an outcome then is told that it is open.
const PATIENCE_MS = 3_000;
// The launcher kills after 15 seconds, orchestrators after 30.
const DRAINING_MS_MAX = 8_000;
const LOOK_EVERY_MS = 20;
// A request follows its connection within a round trip.
const ARRIVING_MS = 100;

/**
 * The first step of a shutdown: no new connection is taken, and what was accepted is answered while consumers and drivers still
 * work. Streams are not waited for: their readers connect again, elsewhere.
 */
@Injectable()
export class Draining implements OnModuleDestroy {
  private readonly open = new Set<FastifyReply>();
  private readonly impatience = new AbortController();
  private begun = false;

  constructor(private readonly adapterHost: HttpAdapterHost) {}

  /** Fires when whoever waits for an outcome should be answered without it. */
  get outOfPatience(): AbortSignal {
    return this.impatience.signal;
  }

  /** Counts the server's requests from their head to the end of their answer; to be called before it listens. */
  watch(server: FastifyInstance): void {
    server.addHook('onRequest', (_request, reply, done) => {
      this.open.add(reply);
      reply.raw.once('close', () => this.open.delete(reply));
      done();
    });
    server.addHook('onSend', (_request, reply, _payload, done) => {
      if (this.begun) void reply.header('connection', 'close');
      done();
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.begun = true;
    const server = this.adapterHost.httpAdapter.getHttpServer() as Server;
    const begunAt = performance.now();
    const spent = () => performance.now() - begunAt;
    // Not by the server's own method, which would also end connections whose first request is still on its way.
    NetServer.prototype.close.call(server);
    if (this.open.size > 0 || (await connectionsOf(server)) > 0) await delay(ARRIVING_MS);
    server.closeIdleConnections();
    while ([...this.open].some(isAwaited) && spent() < DRAINING_MS_MAX) {
      await delay(LOOK_EVERY_MS);
      if (spent() > PATIENCE_MS) this.impatience.abort();
    }
    this.impatience.abort();
  }
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((_error, count) => resolve(count ?? 0)));
}

function isAwaited({ raw }: FastifyReply): boolean {
  return !String(raw.getHeader('content-type') ?? '').startsWith('text/event-stream');
}
