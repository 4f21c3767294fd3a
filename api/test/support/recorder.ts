import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { atEnd } from './at-end.js';

/** A request as it came over the wire. */
export interface Recorded {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

// What a client library says of itself and of its connection, and what differs by the run.
const OF_THE_WIRE = /^(host|connection|user-agent|accept|accept-encoding|accept-language|content-length|transfer-encoding|x-stripe-|sec-|cache-control)/;

/** A server that takes down what it is asked and answers the same to everything. */
export class Recorder {
  readonly requests: Recorded[] = [];
  url = '';

  private constructor(public answer: unknown) {}

  static async start(answer: unknown = {}): Promise<Recorder> {
    const recorder = new Recorder(answer);
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        recorder.requests.push(recorded(request, Buffer.concat(chunks).toString('utf8')));
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(recorder.answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    recorder.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    atEnd(() => void server.close());
    return recorder;
  }

  /** What was asked while this was done. */
  async during(work: () => Promise<unknown>): Promise<Recorded[]> {
    const before = this.requests.length;
    await work();
    return this.requests.slice(before);
  }
}

function recorded(request: IncomingMessage, body: string): Recorded {
  const headers = Object.entries(request.headers).filter(([name]) => !OF_THE_WIRE.test(name)).map(([name, value]): [string, string] => [name, String(value)]);
  return { method: request.method ?? '', path: request.url ?? '', headers: Object.fromEntries(headers.sort(([a], [b]) => (a < b ? -1 : 1))), body };
}
