import { Pool } from 'undici';

/** What came of one exchange: an answer, or how far the request got without one. */
export type Exchange =
  | { kind: 'answer'; status: number; body: Record<string, unknown> }
  | { kind: 'not_sent'; reason: string }
  | { kind: 'unknown'; reason: string };

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
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

/** JSON over kept connections to one gateway, everything bounded; failures are told apart by whether the request left. */
export class GatewayHttp {
  private readonly pool: Pool;
  private readonly path: string;

  constructor(
    baseUrl: string,
    private readonly headers: Record<string, string>,
    limits: { answerMsMax?: number } = {},
  ) {
    const { origin, pathname } = new URL(baseUrl);
    this.path = pathname.replace(/\/$/, '');
    const answerMsMax = limits.answerMsMax ?? ANSWER_MS_MAX;
    this.pool = new Pool(origin, {
      connections: CONNECTIONS_MAX,
      pipelining: 1,
      connect: { timeout: CONNECT_MS_MAX },
      headersTimeout: answerMsMax,
      bodyTimeout: answerMsMax,
      maxResponseSize: ANSWER_BYTES_MAX,
    });
  }

  async exchange(call: Call): Promise<Exchange> {
    try {
      const response = await this.pool.request({
        method: call.method,
        path: this.path + call.path,
        headers: { accept: 'application/json', ...(call.body !== undefined && { 'content-type': 'application/json' }), ...this.headers, ...call.headers },
        body: call.body === undefined ? null : JSON.stringify(call.body),
      });
      const body: unknown = await response.body.json();
      if (typeof body !== 'object' || body === null) return { kind: 'unknown', reason: 'the answer is no object' };
      return { kind: 'answer', status: response.statusCode, body: body as Record<string, unknown> };
    } catch (error) {
      const code = codeOf(error);
      return isBeforeSending(code) ? { kind: 'not_sent', reason: code } : { kind: 'unknown', reason: code };
    }
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
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
