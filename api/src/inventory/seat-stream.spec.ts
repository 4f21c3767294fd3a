import type { FastifyReply } from 'fastify';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Load, LoadLevel } from '#platform';
import { Metrics, newId } from '#platform';
import { newSeatPlan } from '../../test/support/seat-plans.js';
import { SeatMirror } from './seat-mirror.js';
import type { SeatMirrors } from './seat-mirrors.js';
import { SeatStream } from './seat-stream.js';

const SEATS = 50_000;

/** A connection whose reader takes what is written, or never reads. */
class Connection extends Writable {
  readonly frames: string[] = [];
  constructor(private readonly reads: boolean) {
    super({ highWaterMark: 1 });
  }
  override _write(bytes: Buffer, _encoding: string, done: () => void): void {
    this.frames.push(bytes.toString());
    if (this.reads) done();
  }
  setHeader = (): void => {};
  writeHead = (): void => {};
  get reply(): FastifyReply {
    return { raw: this, hijack: () => {}, getHeaders: () => ({}) } as unknown as FastifyReply;
  }
}

let mirror: SeatMirror;
let stream: SeatStream;
let level: LoadLevel;
const eventId = newId();
beforeEach(() => {
  vi.useFakeTimers();
  level = 'calm';
  mirror = new SeatMirror(newSeatPlan({ rows: ['.'.repeat(SEATS)] }), new Uint8Array(SEATS), 1_000);
  stream = new SeatStream({ of: async () => mirror } as unknown as SeatMirrors, new Metrics(), { get level() { return level; } } as Load);
});
afterEach(() => {
  stream.beforeApplicationShutdown();
  vi.useRealTimers();
});

async function watch(reads = true, address = '192.0.2.1'): Promise<Connection> {
  const connection = new Connection(reads);
  await stream.watch(eventId, undefined, address, connection.reply);
  return connection;
}

describe('the stream of live seats', () => {
  it('sends the same frame to all, once a second, however many changes there were', async () => {
    const [ana, bia] = [await watch(), await watch()];
    for (let index = 0; index < 50; index += 1) mirror.apply([[index, 1]], 2_000 + index);
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ana.frames).toHaveLength(2);
    expect(ana.frames).toEqual(bia.frames);
    expect(ana.frames[1]).toMatch(/^id: 2049\nevent: seats\ndata: \{"since":1000,"version":2049,"changes":\{"h":\[0,1,.*49\]\}\}\n\n$/);
  });

  it('drops a reader who does not keep up, and no other', async () => {
    const [slow, quick] = [await watch(false), await watch()];
    for (let second = 1; second <= 30; second += 1) {
      mirror.apply(Array.from({ length: 10_000 }, (_, index) => [index, second % 2] as const), 10_000 * second);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(slow.destroyed).toBe(true);
    expect(quick.destroyed).toBe(false);
    expect(quick.frames).toHaveLength(31);
  });

  it('drops a reader who has stopped reading, however little is written', async () => {
    const [gone, there] = [await watch(false), await watch()];
    await vi.advanceTimersByTimeAsync(60_000);
    expect([gone.destroyed, there.destroyed]).toEqual([true, false]);
  });

  it('writes seldom while there is load, and forgets nothing of it', async () => {
    const ana = await watch();
    level = 'busy';
    for (let second = 1; second <= 10; second += 1) {
      mirror.apply([[second, 1]], 2_000 + second);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(ana.frames.slice(1).map((frame) => /"changes":.*(?=\})/.exec(frame)?.[0])).toEqual(['"changes":{"h":[1,2,3,4,5]}', '"changes":{"h":[1,2,3,4,5,6,7,8,9,10]}']);
    level = 'calm';
    mirror.apply([[11, 1]], 3_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ana.frames).toHaveLength(4);
  });

  it('keeps silent connections alive', async () => {
    const ana = await watch();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(ana.frames.slice(1)).toEqual([': still here\n\n']);
  });

  it('serves a bounded number of watchers per address, and others again when some have left', async () => {
    const all: Connection[] = [];
    for (let count = 0; count < 500; count += 1) all.push(await watch());
    await expect(watch()).rejects.toMatchObject({ code: 'inventory.too_many_watchers' });
    await watch(true, '192.0.2.2');
    all[0]!.destroy();
    await vi.advanceTimersByTimeAsync(0);
    await expect(watch()).resolves.toBeDefined();
  });
});
