import { buildConnector, Client, type Dispatcher, Pool } from 'undici';
import { gunzipSync } from 'node:zlib';

/** One request, its body written out. */
export interface Call {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** The connection is torn so long after the request was sent, whether an answer has come or not. */
  breakAfterMs?: number;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
}

/** A line to the box office over which calls are made. */
export interface Line {
  slow: boolean;
  send(call: Call): Promise<Answer>;
  close(): Promise<void>;
}

/** Longer than a payment may be waited for (`Prefer: wait=8`, a PIX code) on the slowest line. */
const ANSWER_MS_MAX = 45_000;
/** A whole stadium's seat map takes half a minute at 50 kbit/s. */
const SLOW_BODY_MS_MAX = 120_000;
/** As long as a telephone keeps a connection open that it does not use. */
const SLOW_IDLE_MS = 4_000;

/** Everybody whose line is fast: they share connections, as behind a CDN, each used by one request at a time. */
export function fastLine(office: URL, connectionsMax: number): Line {
  const pool = new Pool(office.origin, { connections: connectionsMax, pipelining: 1, headersTimeout: ANSWER_MS_MAX, bodyTimeout: ANSWER_MS_MAX });
  return { slow: false, send: (call) => dispatch(pool, call), close: () => pool.destroy() };
}

/** One fan's own connection through the proxy of `SlowLine`; the box office is still called by its name. */
export function slowLine(office: URL, proxyPort: number): Line {
  const connector = buildConnector({ timeout: SLOW_BODY_MS_MAX });
  const client = new Client(office.origin, {
    pipelining: 1,
    keepAliveTimeout: SLOW_IDLE_MS,
    headersTimeout: SLOW_BODY_MS_MAX,
    bodyTimeout: SLOW_BODY_MS_MAX,
    connect: (options, callback) =>
      connector({ ...options, servername: options.servername ?? office.hostname, hostname: '127.0.0.1', port: String(proxyPort) }, callback),
  });
  return { slow: true, send: (call) => dispatch(client, call), close: () => client.destroy() };
}

/** `dispatch` with a handler of our own: half the CPU of `request` and its streams, and the rehearsal shares its machine with the box office. */
function dispatch(to: Dispatcher, { method, path, headers, body, breakAfterMs }: Call): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const handler = new Reader(resolve, reject, breakAfterMs);
    to.dispatch({ method, path, headers: headers ?? {}, body: body ?? null }, handler);
  });
}

export class ConnectionTorn extends Error {}

class Reader implements Dispatcher.DispatchHandler {
  private status = 0;
  private headers: Answer['headers'] = {};
  private readonly chunks: Buffer[] = [];
  private readonly resolve: (answer: Answer) => void;
  private readonly reject: (error: Error) => void;
  private readonly breakAfterMs: number | undefined;

  constructor(resolve: (answer: Answer) => void, reject: (error: Error) => void, breakAfterMs: number | undefined) {
    this.resolve = resolve;
    this.reject = reject;
    this.breakAfterMs = breakAfterMs;
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.breakAfterMs !== undefined) setTimeout(() => controller.abort(new ConnectionTorn('the connection was torn on purpose')), this.breakAfterMs);
  }
  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Answer['headers']): void {
    this.status = status;
    this.headers = headers;
  }
  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }
  onResponseEnd(): void {
    const [only] = this.chunks;
    this.resolve({ status: this.status, headers: this.headers, bytes: this.chunks.length === 1 && only ? only : Buffer.concat(this.chunks) });
  }
  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.reject(error);
  }
}

/** The JSON of an answer; {} where there is none. */
export function jsonOf<Body>({ bytes, headers }: Answer): Body {
  if (bytes.length === 0) return {} as Body;
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
  return JSON.parse(plain.toString('utf8')) as Body;
}
