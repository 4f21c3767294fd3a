import { createHash } from 'node:crypto';
import { type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { BrotliCompress, Gzip } from 'node:zlib';
import { compress, compressor, encodingFor, isCompressible, quality, type Encoding } from './compression.ts';
import { hashesOf } from './inline-scripts.ts';
import { Kept } from './kept.ts';
import { ownPolicy, policyOf, safeHeaders, safeHeadersOfFiles } from './policy.ts';

/** What the process decides about a request before Next sees it. */
export interface Treatment {
  /** The policy of a page that is rendered for this request; static pages get theirs from what they hold. */
  policy?: string;
  /** Whether what the answer holds is the same for everybody and never changes. */
  immutable?: boolean;
  /** The page that stands for Next's empty one about what is not there. */
  nothing?: () => string;
  development: boolean;
}

// All pages of a big programme in two encodings; a page is some 15 KB when compressed, all scripts and fonts are some 2 MB.
const KEPT_BYTES_MAX = 64 * 1024 * 1024;
// A page larger than this is a mistake, and held in memory while its scripts are looked at.
const PAGE_BYTES_MAX = 8 * 1024 * 1024;

/** How Next begins a page that its scripts are to fill: without a language, and nothing in it. */
const EMPTY = '<html id="__next_error__"';

interface Made {
  body: Buffer;
  policy: string;
}

const made = new Kept<Made>(KEPT_BYTES_MAX, ({ body }) => body.length);

type Mode = 'undecided' | 'as it is' | 'gathered' | 'streamed';
type Done = (error?: Error | null) => void;

/**
 * An answer of Next's on its way out. It looks at the head when the first byte comes: a page that is the same for everybody is gathered, its
 * scripts are blessed by their hashes and it is compressed once for all; everything else is compressed as it comes.
 */
export class PageResponse extends ServerResponse {
  treatment: Treatment = { development: false };
  private mode: Mode = 'undecided';
  private encoding: Encoding = 'identity';
  /** A page without a policy, which gets one by what it holds. */
  private blessing = false;
  /** A page about what is not there, which may be Next's empty one. */
  private missing = false;
  private readonly parts: Buffer[] = [];
  private gathered = 0;
  private packer: BrotliCompress | Gzip | undefined;

  override writeHead(status: number, ...rest: (string | OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined)[]): this {
    if (this.mode !== 'undecided') return super.writeHead(status, ...(rest as []));
    // Held back until the first byte, when it is known what the body will be.
    this.statusCode = status;
    const headers = rest.find((part) => typeof part === 'object');
    if (headers !== undefined && !Array.isArray(headers)) for (const [name, value] of Object.entries(headers)) if (value !== undefined) this.setHeader(name, value);
    return this;
  }

  override flushHeaders(): void {
    this.decide(true);
    if (this.mode !== 'gathered') super.flushHeaders();
  }

  override write(chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
    this.decide(true);
    const done = callbackOf(encoding, callback);
    if (this.mode === 'as it is') return super.write(chunk as Buffer, encoding as BufferEncoding, callback as Done);
    const bytes = bytesOf(chunk, encoding);
    if (this.mode === 'gathered') {
      this.gather(bytes);
      done?.();
      return true;
    }
    return (this.packer as Gzip).write(bytes, done);
  }

  override end(chunk?: unknown, encoding?: unknown, callback?: unknown): this {
    const body = typeof chunk === 'function' ? undefined : chunk;
    const done = typeof chunk === 'function' ? (chunk as Done) : callbackOf(encoding, callback);
    this.decide(body !== undefined && body !== null);
    if (this.mode === 'as it is') {
      if (body === undefined || body === null) return super.end(done as () => void);
      return super.end(body as Buffer, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8', done as () => void);
    }
    if (this.mode === 'streamed') {
      if (done !== undefined) this.once('finish', done as () => void);
      (this.packer as Gzip).end(body === undefined || body === null ? undefined : bytesOf(body, encoding));
      return this;
    }
    if (body !== undefined && body !== null) this.gather(bytesOf(body, encoding));
    if (done !== undefined) this.once('finish', done as () => void);
    void this.sendGathered();
    return this;
  }

  private decide(hasBody: boolean): void {
    if (this.mode !== 'undecided') return;
    const type = String(this.getHeader('content-type') ?? '');
    const isPage = type.startsWith('text/html');
    const safe = this.treatment.immutable === true && !isPage ? safeHeadersOfFiles : safeHeaders;
    for (const [name, value] of Object.entries(safe)) if (!this.hasHeader(name)) this.setHeader(name, value);
    // Next shows what it made ahead of time also where nobody could know: what is not there is one page for all addresses.
    if (this.hasHeader('x-nextjs-prerender')) delete this.treatment.policy;
    // A route that makes its page itself says its policy itself.
    const hasPolicy = this.hasHeader('content-security-policy');
    if (isPage && !hasPolicy && this.treatment.policy !== undefined) this.setHeader('content-security-policy', this.treatment.policy);
    if (isPage && this.treatment.policy !== undefined && !this.treatment.development) this.setHeader('cache-control', 'private, no-store');
    // What is refused or missing now may be there in a minute; whatever Next says it is good for, nobody keeps it.
    if (this.statusCode >= 400) this.setHeader('cache-control', 'no-store');
    this.mode = 'as it is';
    // 304 carries no policy: what the browser has kept is still right, and what it holds is not here to be looked at.
    if (!hasBody || [204, 206, 304].includes(this.statusCode) || this.req.method === 'HEAD') return;
    this.encoding = isCompressible(type) && !this.hasHeader('content-encoding') ? encodingFor(this.req.headers['accept-encoding']) : 'identity';
    if (isCompressible(type)) this.appendVary();
    this.missing = isPage && this.statusCode === 404 && !hasPolicy && this.treatment.nothing !== undefined;
    this.blessing = isPage && this.treatment.policy === undefined && !hasPolicy;
    if (this.missing || this.blessing || (this.treatment.immutable === true && this.statusCode === 200 && this.encoding !== 'identity')) {
      this.mode = 'gathered';
    } else if (this.encoding !== 'identity') {
      this.stream(this.encoding);
    }
  }

  private stream(encoding: 'br' | 'gzip'): void {
    this.mode = 'streamed';
    this.setHeader('content-encoding', encoding);
    this.removeHeader('content-length');
    const packer = compressor(encoding);
    this.packer = packer;
    packer.on('data', (part: Buffer) => {
      if (!super.write(part)) packer.pause();
    });
    this.on('drain', () => packer.resume());
    // Whoever writes to us waits for our drain, not for the packer's.
    packer.on('drain', () => this.emit('drain'));
    packer.once('end', () => super.end());
    packer.once('error', (error) => this.destroy(error));
    this.once('close', () => packer.destroy());
  }

  private gather(bytes: Buffer): void {
    this.gathered += bytes.length;
    if (this.gathered > PAGE_BYTES_MAX) this.destroy(new Error(`A page of more than ${PAGE_BYTES_MAX} bytes: ${this.req.url ?? ''}`));
    else this.parts.push(bytes);
  }

  private async sendGathered(): Promise<void> {
    try {
      const body = Buffer.concat(this.parts);
      if (this.missing && (body.includes(EMPTY) || !this.blessing)) return await this.sendMissing(body);
      // Known by what it holds: one file has as many addresses as there are ways to write its name, and each would be packed once more.
      const known = createHash('sha256').update(body).digest('base64');
      const { body: sent, policy } = await made.get(`${this.blessing ? 'page' : 'file'} ${this.encoding} ${known}`, () => makeOf(body, this.encoding, this.blessing, this.treatment.development));
      if (this.destroyed) return;
      if (policy !== '') this.setHeader('content-security-policy', policy);
      if (sent !== body && this.encoding !== 'identity' && sent.length < body.length) this.setHeader('content-encoding', this.encoding);
      this.setHeader('content-length', sent.length);
      super.end(sent);
    } catch (error) {
      this.destroy(error as Error);
    }
  }

  /** What differs from request to request is not kept. */
  private async sendMissing(given: Buffer): Promise<void> {
    const isEmpty = given.includes(EMPTY);
    const body = isEmpty ? Buffer.from(this.treatment.nothing!()) : given;
    if (isEmpty) this.setHeader('content-security-policy', ownPolicy);
    // Of Next's page, and what its head names.
    if (isEmpty) for (const name of ['link', 'etag']) this.removeHeader(name);
    const sent = await compress(body, this.encoding, quality.kept);
    if (this.destroyed) return;
    if (sent !== body) this.setHeader('content-encoding', this.encoding);
    this.setHeader('content-length', sent.length);
    super.end(sent);
  }

  private appendVary(): void {
    const vary = String(this.getHeader('vary') ?? '');
    if (!/accept-encoding/i.test(vary)) this.setHeader('vary', vary === '' ? 'Accept-Encoding' : `${vary}, Accept-Encoding`);
  }
}

async function makeOf(body: Buffer, encoding: Encoding, isPage: boolean, development: boolean): Promise<Made> {
  const policy = isPage ? policyOf({ scripts: hashesOf(body.toString('utf8')), development }) : '';
  return { body: await compress(body, encoding, isPage ? quality.kept : quality.unchanging), policy };
}

function bytesOf(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk === 'string') return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
  return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk as Uint8Array);
}

function callbackOf(encoding: unknown, callback: unknown): Done | undefined {
  if (typeof encoding === 'function') return encoding as Done;
  return typeof callback === 'function' ? (callback as Done) : undefined;
}
