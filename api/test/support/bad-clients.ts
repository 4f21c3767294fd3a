import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { atEnd } from './at-end.js';

/** A connection that does not behave as a browser's does: raw TCP, so that nothing of a client library mends it. */
export class BadClient {
  ended = false;
  received = '';
  private timer: NodeJS.Timeout | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    // A reset is an end, too.
    socket.on('error', () => {});
    socket.once('close', () => {
      this.ended = true;
      clearInterval(this.timer);
    });
    atEnd(() => this.leave());
  }

  static async connect(url: string): Promise<BadClient> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port) });
    const client = new BadClient(socket);
    await once(socket, 'connect');
    return client;
  }

  get port(): number | undefined {
    return this.socket.localPort;
  }

  send(text: string): this {
    this.socket.write(text);
    return this;
  }

  /** Goes on sending this, piece by piece, as long as the server lets it. */
  trickle(piece: string, everyMs: number): this {
    this.timer = setInterval(() => this.socket.writable && this.socket.write(piece), everyMs);
    return this;
  }

  /** Reads nothing from now on. */
  stopReading(): this {
    this.socket.pause();
    return this;
  }

  /** Reads what has come since, and notices the connection's end. */
  readAgain(): this {
    this.socket.resume();
    return this;
  }

  leave(): void {
    clearInterval(this.timer);
    this.socket.destroy();
  }
}

/** So many at once, each prepared the same way. */
export async function badClients(count: number, url: string, prepare: (client: BadClient) => BadClient = (client) => client): Promise<BadClient[]> {
  return Promise.all(Array.from({ length: count }, async () => prepare(await BadClient.connect(url))));
}
