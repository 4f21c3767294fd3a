import type { FastifyReply } from 'fastify';

type Raw = FastifyReply['raw'];

// What waits for a slow reader; some minutes of a hot sale. More, and it is told to begin anew by being dropped.
const BACKLOG_BYTES_MAX = 512 * 1024;
// A slow line moves a little within this; where nothing moves nobody reads, or nobody is there any more.
const STALLED_LOOKS_MAX = 30;

/** One open stream, and whether its reader keeps up. */
export class SeatReader {
  private given = 0;
  private taken = 0;
  private stalledLooks = 0;

  constructor(
    private readonly raw: Raw,
    readonly address: string,
  ) {}

  /** False when its reader is too slow to be kept. */
  send(bytes: Buffer): boolean {
    if (this.raw.writableLength + bytes.length > BACKLOG_BYTES_MAX) return false;
    this.given += bytes.length;
    this.raw.write(bytes);
    return true;
  }

  /** To be asked once a second: whether something of what waits has moved since the last time. */
  get reads(): boolean {
    const waiting = this.raw.writableLength;
    const taken = this.given - waiting;
    this.stalledLooks = waiting === 0 || taken > this.taken ? 0 : this.stalledLooks + 1;
    this.taken = taken;
    return this.stalledLooks < STALLED_LOOKS_MAX;
  }

  drop(): void {
    this.raw.destroy();
  }

  end(): void {
    this.raw.end();
  }
}
