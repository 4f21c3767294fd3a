import { Injectable } from '@nestjs/common';
import { promisify } from 'node:util';
import { crc32, gzip } from 'node:zlib';
import { StockNotFound } from './inventory.errors.js';
import type { SeatMirror } from './seat-mirror.js';
import { SeatMirrors } from './seat-mirrors.js';

const compress = promisify(gzip);
// As old as the answers may be (`max-age=1`), so a stadium is compressed at most once a second.
const FRESH_MS = 1_000;
// Versions differ between readers by seconds, not by thousands.
const DELTAS_MAX = 200;

/** Bytes ready to be sent to everybody who asks. */
export interface Sheet {
  readonly text: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
}

interface Event {
  readonly mirror: SeatMirror;
  sheet: Promise<Sheet>;
  until: number;
  deltas: Map<number, Promise<Sheet>>;
}

/** Seat maps and what changed in them, written out and compressed once for all who ask within a second. */
@Injectable()
export class SeatBoard {
  private readonly events = new WeakMap<SeatMirror, Event>();

  constructor(private readonly mirrors: SeatMirrors) {}

  /** The whole map. @throws StockNotFound */
  async whole(eventId: string): Promise<Sheet> {
    return (await this.event(eventId)).sheet;
  }

  /** What has changed after that version. @throws StockNotFound */
  async since(eventId: string, version: number): Promise<Sheet> {
    const { mirror, deltas } = await this.event(eventId);
    let delta = deltas.get(version);
    if (!delta) {
      delta = sheetOf(mirror.since(version));
      if (deltas.size < DELTAS_MAX) deltas.set(version, delta);
    }
    return delta;
  }

  private async event(eventId: string): Promise<Event> {
    const mirror = await this.mirrors.of(eventId);
    if (!mirror) throw new StockNotFound();
    const known = this.events.get(mirror);
    if (known && known.until > performance.now()) return known;
    const event = { mirror, sheet: sheetOf(mirror.whole()), until: performance.now() + FRESH_MS, deltas: new Map<number, Promise<Sheet>>() };
    this.events.set(mirror, event);
    return event;
  }
}

async function sheetOf(json: string): Promise<Sheet> {
  const text = Buffer.from(json);
  return { text, gzipped: await compress(text), etag: `"${crc32(text).toString(16)}-${text.length.toString(16)}"` };
}
