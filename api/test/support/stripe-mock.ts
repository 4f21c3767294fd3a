import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { atEnd } from './at-end.js';

/** Stripe's own program; each version carries Stripe's OpenAPI document of its day. */
const PROGRAM = 'github.com/stripe/stripe-mock';
const VERSION = 'v0.203.0';
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', `stripe-mock-${VERSION}`);
/** A busy machine compiles it in a minute or two, once. */
const BUILD_MS_MAX = 600_000;

/** What was asked, and what Stripe's document says of it. */
export interface Judged {
  asked: string;
  status: number;
  answer: string;
}

/** Holds each request to Stripe's OpenAPI document: a path, a parameter or a form that it does not know is answered with 400. */
export class StripeMock {
  readonly judged: Judged[] = [];

  private constructor(readonly url: string) {}

  /** Null where it cannot be had: without Go, or where Go cannot fetch it. */
  static async start(): Promise<StripeMock | null> {
    const program = await build();
    if (program === null) return null;
    const child = spawn(program, ['-http-addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    atEnd(() => void child.kill('SIGKILL'));
    const mock = new StripeMock(await listening(child));
    return mock.watched();
  }

  /** The same behind an ear: what was asked and answered can be looked at. */
  private async watched(): Promise<StripeMock> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      const judge = async (): Promise<void> => {
        const { method = 'GET', url = '/', headers } = request;
        const body = Buffer.concat(chunks);
        const passed = Object.fromEntries(['authorization', 'content-type', 'idempotency-key', 'stripe-version'].flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])));
        const answer = await fetch(`${this.url}${url}`, { method, headers: passed, ...(method === 'POST' && { body }) });
        const text = await answer.text();
        heard.judged.push({ asked: `${method} ${url} ${body.toString('utf8')}`, status: answer.status, answer: text });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
      };
      request.on('end', () => void judge());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    atEnd(() => void server.close());
    const heard = new StripeMock(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return heard;
  }
}

async function build(): Promise<string | null> {
  const program = join(FOLDER, 'stripe-mock');
  if (existsSync(program)) return program;
  mkdirSync(FOLDER, { recursive: true });
  try {
    await promisify(execFile)('go', ['install', `${PROGRAM}@${VERSION}`], { env: { ...process.env, GOBIN: FOLDER, GOFLAGS: '-buildvcs=false' }, timeout: BUILD_MS_MAX });
    return program;
  } catch {
    return null;
  }
}

/** Its port is chosen by the system and told in its first lines. */
function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      said += part;
      const address = /Listening for HTTP at address: (\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(`http://${address}`);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`stripe-mock ended: ${said}`)));
  });
}
