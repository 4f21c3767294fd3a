import { createServer, connect, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Lane, type LineQuality, PACKET_BYTES } from './shaping.ts';

/** What is under way in one direction before the sender has to wait, as a modem's buffer; also what one connection may cost us. */
const QUEUE_BYTES_MAX = 64 * 1_024;
/** A connection on which nothing moves for so long belongs to nobody any more; longer than any answer may take. */
const IDLE_MS_MAX = 120_000;

/**
 * A proxy on loopback behind which everybody has a slow line: each connection is delayed and throttled both ways, byte for byte, so that the box
 * office really meets clients who trickle their requests and read their answers slowly.
 */
export class SlowLine {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private readonly quality: LineQuality;
  private readonly office: { host: string; port: number };

  constructor(office: URL, quality: LineQuality) {
    this.office = { host: office.hostname.replace(/^\[|\]$/g, ''), port: Number(office.port || (office.protocol === 'https:' ? 443 : 80)) };
    this.quality = quality;
    this.server = createServer({ noDelay: true }, (fan) => this.carry(fan));
  }

  /** The port on 127.0.0.1 at which the slow office can be reached. */
  async open(): Promise<number> {
    await new Promise<void>((resolve, reject) => this.server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private carry(fan: Socket): void {
    const office = connect({ ...this.office, noDelay: true });
    const both = [fan, office];
    const hangUp = (): void => both.forEach((socket) => socket.destroy());
    for (const socket of both) {
      this.sockets.add(socket);
      socket.setTimeout(IDLE_MS_MAX, hangUp);
      socket.once('error', hangUp).once('close', () => {
        this.sockets.delete(socket);
        hangUp();
      });
    }
    pour(fan, office, this.quality, true);
    pour(office, fan, this.quality, false);
  }
}

/**
 * Moves bytes at the line's pace; the source is not read while too much is under way, so that its sender feels the line. Timers of
 * a busy process may end in another order than they should, so each only says that one packet more has arrived: always the oldest.
 */
function pour(from: Socket, to: Socket, quality: LineQuality, handshake: boolean): void {
  const lane = new Lane(quality);
  // Bytes, or null for the end.
  const underway: (Buffer | null)[] = [];
  let underwayBytes = 0;
  if (handshake) lane.opensAt(performance.now());
  const arrive = (): void => {
    const bytes = underway.shift() ?? null;
    if (bytes === null) return void to.end();
    underwayBytes -= bytes.length;
    if (from.isPaused() && underwayBytes < QUEUE_BYTES_MAX) from.resume();
    if (!to.destroyed) to.write(bytes);
  };
  const send = (bytes: Buffer | null): void => {
    underway.push(bytes);
    const now = performance.now();
    setTimeout(arrive, lane.arrivesAt(now, bytes?.length ?? 0) - now);
  };
  from.on('data', (chunk: Buffer) => {
    underwayBytes += chunk.length;
    if (underwayBytes >= QUEUE_BYTES_MAX) from.pause();
    for (let at = 0; at < chunk.length; at += PACKET_BYTES) send(chunk.subarray(at, at + PACKET_BYTES));
  });
  from.once('end', () => send(null));
}
