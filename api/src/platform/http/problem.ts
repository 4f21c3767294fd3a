import { HttpException } from '@nestjs/common';
import { isDatabaseTrouble, isRetryable } from '../database/index.js';
import { DomainError, Overloaded } from '../errors.js';
import { type Language, translations } from '../translations.js';

/** RFC 9457, with a stable code and the failure's own data beside the standard members. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  requestId?: string;
  [data: string]: unknown;
}

/** An error as the client sees it; `unexpected` ones are defects and are logged. */
export interface Described {
  problem: Problem;
  retryAfterSeconds?: number;
  unexpected: boolean;
}

export const problemHeaders = { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' };

/** The one place where errors become HTTP. */
export function describe(error: unknown, language: Language, requestId?: string): Described {
  const { code, status, data, unexpected = false } = classify(error);
  const title = translations[code]?.[language] ?? code;
  // Standard members last: a failure's data cannot overwrite them.
  const problem: Problem = { ...data, type: `urn:catraca:problem:${code}`, title, status, code, ...(requestId && { requestId }) };
  const retryAfterSeconds = (data as { retryAfterSeconds?: number }).retryAfterSeconds;
  return { problem, unexpected, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

function classify(error: unknown): { code: string; status: number; data: object; unexpected?: boolean } {
  if (error instanceof DomainError) return error;
  if (isDatabaseTrouble(error) || isRetryable(error)) return { code: 'platform.unavailable', status: 503, data: new Overloaded().data };
  const status = error instanceof HttpException ? error.getStatus() : (error as { statusCode?: number } | null)?.statusCode;
  if (status === 404) return { code: 'platform.not_found', status, data: {} };
  if (status !== undefined && status >= 400 && status < 500) return { code: 'platform.invalid_request', status, data: { problems: [{ path: '', message: messageOf(error) }] } };
  return { code: 'platform.internal', status: 500, data: {}, unexpected: true };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 300) : 'unreadable';
}
