import { Pool } from 'undici';

/** What came of one exchange: an answer, or how far the request got without one. */
export type Exchange =
  | { kind: 'answer'; status: number; body: Record<string, unknown>; retryAfterSeconds?: number | undefined }
  | { kind: 'not_sent'; reason: string }
  | { kind: 'unknown'; reason: string };

/** How we prove who we are, and whom we trust, where the usual authorities do not say it. PEM. */
export interface GatewayTls {
  certificate?: string | undefined;
  key?: string | undefined;
  ca?: string | undefined;
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON; form parameters as a form. */
  body?: unknown;
  /** Shorter than the gateway's usual patience, where a payment's window closes before it. */
  answerMsMax?: number | undefined;
}

/**
 * Calls to one gateway at a time: a thousand payments a second at one that answers in 300 ms keep 300 under way, and one that takes over from
 * another that hangs has more to do. A bound on what a hanging gateway can hold of ours.
 */
export const CONNECTIONS_MAX = 512;
const CONNECT_MS_MAX = 2_000;
// A card network answers within 3 s when it is well; half of a buyer's patience (S0.5) beyond that.
const ANSWER_MS_MAX = 6_000;
const ANSWER_BYTES_MAX = 1_048_576;

/** Failures before a single byte of the request can have left: no connection, no name, no trust. */
const BEFORE_SENDING = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'UND_ERR_CONNECT_TIMEOUT', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY']);
const isBeforeSending = (code: string): boolean => BEFORE_SENDING.has(code) || code.startsWith('ERR_TLS_') || code.startsWith('CERT_') || code.startsWith('ERR_SSL_');

/** JSON (or forms, answered in JSON) over kept connections to one gateway, everything bounded; failures are told apart by whether the request left. */
export class GatewayHttp {
  private readonly pool: Pool;
  private readonly path: string;
  private readonly answerMsMax: number;

  constructor(
    baseUrl: string,
    private readonly headers: Record<string, string>,
    limits: { answerMsMax?: number } = {},
    { certificate: cert, key, ca }: GatewayTls = {},
  ) {
    const { origin, pathname } = new URL(baseUrl);
    this.path = pathname.replace(/\/$/, '');
    this.answerMsMax = limits.answerMsMax ?? ANSWER_MS_MAX;
    this.pool = new Pool(origin, {
      connections: CONNECTIONS_MAX,
      pipelining: 1,
      connect: { timeout: CONNECT_MS_MAX, ...(cert !== undefined && { cert }), ...(key !== undefined && { key }), ...(ca !== undefined && { ca }) },
      headersTimeout: this.answerMsMax,
      bodyTimeout: this.answerMsMax,
      maxResponseSize: ANSWER_BYTES_MAX,
    });
  }

  async exchange(call: Call): Promise<Exchange> {
    const timeout = Math.ceil(Math.min(this.answerMsMax, call.answerMsMax ?? Infinity));
    try {
      const response = await this.pool.request({
        method: call.method,
        path: this.path + call.path,
        headers: { accept: 'application/json', ...contentType(call.body), ...this.headers, ...call.headers },
        body: textOf(call.body),
        headersTimeout: timeout,
        bodyTimeout: timeout,
      });
      const text = await response.body.text();
      // Some refuse, or agree, without a word: then the status is all there is.
      const body: unknown = text === '' && response.statusCode < 500 ? {} : JSON.parse(text);
      if (typeof body !== 'object' || body === null) return { kind: 'unknown', reason: 'the answer is no object' };
      return { kind: 'answer', status: response.statusCode, body: body as Record<string, unknown>, retryAfterSeconds: retryAfterOf(response.headers['retry-after']) };
    } catch (error) {
      const code = codeOf(error);
      return isBeforeSending(code) ? { kind: 'not_sent', reason: code } : { kind: 'unknown', reason: code };
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}

function contentType(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  return { 'content-type': body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json' };
}

function textOf(body: unknown): string | null {
  if (body === undefined) return null;
  return body instanceof URLSearchParams ? body.toString() : JSON.stringify(body);
}

/** `Retry-After` (RFC 9110): seconds, or a date by the gateway's clock. */
export function retryAfterOf(header: string | string[] | undefined, nowMs: number = Date.now()): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  // Only the form that HTTP allows: JavaScript takes nearly anything for a date.
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - nowMs) / 1_000));
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failure';
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return code;
  // Connecting to several addresses of one name fails with all their reasons; they count only when they agree.
  const inner = error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause];
  const codes = new Set(inner.map((each) => codeOf(each)));
  return codes.size === 1 ? ([...codes][0] as string) : error.name;
}
