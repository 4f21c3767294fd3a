import { connect, type Socket } from 'node:net';

/** Longer than any answer that is awaited (`Prefer: wait=8`, and a draining server's patience). */
const ANSWER_MS_MAX = 30_000;
const HEAD_END = Buffer.from('\r\n\r\n');
const NOTHING = Buffer.alloc(0);

export interface Answer {
  status: number;
  head: string;
  body: Buffer;
}

interface Waiter {
  resolve: (answer: Answer) => void;
  /** Only the status matters, and the answer is probably as long as the last one. */
  repeated: boolean;
  reject: (error: Error) => void;
  since: number;
}

/**
 * One keep-alive connection that speaks as much HTTP/1.1 as the box office's JSON answers need (RFC 9112: a status line, Content-Length,
 * no chunks). It costs a tenth of what a full client does, so that the load weighs less than what it measures.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #host: string;
  #received: Buffer = NOTHING;
  /** The last answer that was read in full, and its length with its head. */
  #last: Answer | null = null;
  #lastLength = 0;
  #waiter: Waiter | null = null;
  #broken: Error | null = null;

  private constructor(socket: Socket, host: string) {
    this.#socket = socket;
    this.#host = host;
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('error', (error) => this.#break(error));
    socket.on('close', () => this.#break(new Error('the connection was closed')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1' });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket, `127.0.0.1:${port}`));
      });
    });
  }

  get isBroken(): boolean {
    return this.#broken !== null;
  }

  /** One request at a time. `headers` are whole lines, each with its end. */
  request(method: string, path: string, headers = '', body = ''): Promise<Answer> {
    const about = method === 'GET' ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    return this.send(`${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\n${headers}${about}\r\n${body}`);
  }

  /** Bytes that are a whole request. */
  send(request: string | Buffer): Promise<Answer> {
    return this.#send(request, false);
  }

  /** The same request once more: an answer 200 that is as long as the last one is not read but for that, and the last one given in its stead. */
  repeat(request: Buffer): Promise<Answer> {
    return this.#send(request, true);
  }

  #send(request: string | Buffer, repeated: boolean): Promise<Answer> {
    if (this.#broken) return Promise.reject(this.#broken);
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject, repeated, since: performance.now() };
      this.#socket.write(request);
    });
  }

  /** Ends a connection whose answer is overdue; called now and then by whoever owns many. */
  endIfOverdue(now: number): void {
    if (this.#waiter && now - this.#waiter.since > ANSWER_MS_MAX) this.#break(new Error('no answer came'));
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    if (this.#waiter?.repeated && this.#received.length === 0 && bytes.length === this.#lastLength && isOk(bytes)) return this.#answer(this.#last!);
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.toString('latin1', 0, headEnd);
    const length = contentLength(head);
    if (length === null) return this.#break(new Error(`an answer without a length: ${head.slice(0, 200)}`));
    const end = headEnd + HEAD_END.length + length;
    if (this.#received.length < end) return;
    const answer = { status: Number(head.slice(9, 12)), head, body: this.#received.subarray(headEnd + HEAD_END.length, end) };
    this.#received = this.#received.length === end ? NOTHING : this.#received.subarray(end);
    if (answer.status === 200) [this.#last, this.#lastLength] = [answer, end];
    this.#answer(answer);
  }

  #answer(answer: Answer): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    waiter?.resolve(answer);
  }

  #break(error: Error): void {
    this.#broken ??= error;
    this.#socket.destroy();
    const waiter = this.#waiter;
    this.#waiter = null;
    waiter?.reject(error);
  }
}

/** "HTTP/1.1 200". */
function isOk(bytes: Buffer): boolean {
  return bytes[9] === 0x32 && bytes[10] === 0x30 && bytes[11] === 0x30;
}

/** Null where the head does not say; 204 and 304 have no body (RFC 9110). */
export function contentLength(head: string): number | null {
  const found = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (found) return Number(found[1]);
  const status = head.slice(9, 12);
  return status === '204' || status === '304' ? 0 : null;
}
