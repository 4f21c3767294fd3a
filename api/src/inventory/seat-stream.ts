import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Load, Metrics } from '#platform';
import { StockNotFound, TooManyWatchers } from './inventory.errors.js';
import type { SeatMirror } from './seat-mirror.js';
import { SeatMirrors } from './seat-mirrors.js';
import { SeatReader } from './seat-reader.js';

// As often as somebody who chooses notices; whatever changed meanwhile is one write for each watcher.
const FRAME_MS = 1_000;
// Proxies close connections that stay silent for half a minute.
const SILENT_FRAMES_MAX = 15;
// An open connection is some 20 KB here: 10,000 of them are 200 MB.
const WATCHERS_MAX = 10_000;
// Whole towns share an address, but not everybody in them watches the same process.
const WATCHERS_PER_ADDRESS_MAX = 500;
// Under load a frame tells of five seconds at once: a fifth of the writes, and seats that were taken and given back not at all.
const LOADED_EVERY_FRAMES = 5;

interface Audience {
  readonly mirror: SeatMirror;
  readonly watchers: Map<FastifyReply['raw'], SeatReader>;
  readonly timer: NodeJS.Timeout;
  version: number;
  silentFrames: number;
  /** How many frames the load has merged into the next. */
  merged: number;
}

/** Server-sent events: one frame a second and event, the same bytes for all who watch it. */
@Injectable()
export class SeatStream implements BeforeApplicationShutdown {
  private readonly audiences = new Map<string, Audience>();
  private readonly byAddress = new Map<string, number>();
  private count = 0;
  private readonly dropped;

  constructor(
    private readonly mirrors: SeatMirrors,
    metrics: Metrics,
    private readonly load: Load,
  ) {
    metrics.gauge('catraca_seat_watchers', 'Open streams of live seats.', [], (gauge) => gauge.set(this.count));
    this.dropped = metrics.counter('catraca_seat_watchers_dropped_total', 'Streams closed because their reader was too slow.');
  }

  /** Begins with what has changed after `since` (the whole map's version), then a frame whenever seats change. @throws TooManyWatchers, StockNotFound */
  async watch(eventId: string, since: number | undefined, address: string, reply: FastifyReply): Promise<void> {
    if (this.count >= WATCHERS_MAX || (this.byAddress.get(address) ?? 0) >= WATCHERS_PER_ADDRESS_MAX) throw new TooManyWatchers({ retryAfterSeconds: 30 });
    const mirror = await this.mirrors.of(eventId);
    if (!mirror) throw new StockNotFound();
    reply.hijack();
    const { raw } = reply;
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    raw.write(frameOf(mirror, since ?? mirror.version));
    this.join(eventId, mirror, raw, address);
  }

  private join(eventId: string, mirror: SeatMirror, raw: FastifyReply['raw'], address: string): void {
    let audience = this.audiences.get(eventId);
    if (!audience) {
      audience = { mirror, watchers: new Map(), version: mirror.version, silentFrames: 0, merged: 0, timer: setInterval(() => this.frame(eventId), FRAME_MS) };
      this.audiences.set(eventId, audience);
    }
    audience.watchers.set(raw, new SeatReader(raw, address));
    this.count += 1;
    this.byAddress.set(address, (this.byAddress.get(address) ?? 0) + 1);
    raw.once('close', () => this.leave(eventId, raw));
    raw.on('error', () => raw.destroy());
  }

  private leave(eventId: string, raw: FastifyReply['raw']): void {
    const audience = this.audiences.get(eventId);
    const address = audience?.watchers.get(raw)?.address;
    if (!audience || address === undefined) return;
    audience.watchers.delete(raw);
    this.count -= 1;
    const left = (this.byAddress.get(address) ?? 1) - 1;
    if (left > 0) this.byAddress.set(address, left);
    else this.byAddress.delete(address);
    if (audience.watchers.size > 0) return;
    clearInterval(audience.timer);
    this.audiences.delete(eventId);
  }

  private frame(eventId: string): void {
    const audience = this.audiences.get(eventId);
    if (!audience) return;
    // Keeps the mirror from being forgotten while somebody watches it.
    this.mirrors.of(eventId).catch(() => {});
    for (const reader of audience.watchers.values()) if (!reader.reads) this.drop(reader);
    audience.merged = this.load.level === 'calm' ? 0 : (audience.merged + 1) % LOADED_EVERY_FRAMES;
    if (audience.merged !== 0) return;
    const changed = audience.mirror.version !== audience.version;
    audience.silentFrames = changed ? 0 : audience.silentFrames + 1;
    if (!changed && audience.silentFrames % SILENT_FRAMES_MAX !== 0) return;
    const bytes = Buffer.from(changed ? frameOf(audience.mirror, audience.version) : ': still here\n\n');
    audience.version = audience.mirror.version;
    for (const reader of audience.watchers.values()) if (!reader.send(bytes)) this.drop(reader);
  }

  private drop(reader: SeatReader): void {
    this.dropped.inc();
    reader.drop();
  }

  beforeApplicationShutdown(): void {
    for (const { watchers, timer } of this.audiences.values()) {
      clearInterval(timer);
      for (const reader of watchers.values()) reader.end();
    }
  }
}

/** The id is what a browser sends as `Last-Event-ID` when it comes back. */
function frameOf(mirror: SeatMirror, since: number): string {
  return `id: ${mirror.version}\nevent: seats\ndata: ${mirror.since(since)}\n\n`;
}
