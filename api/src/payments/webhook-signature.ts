import { createHmac, timingSafeEqual } from 'node:crypto';
import { WebhookRefused } from './payments.errors.js';

/** Stripe's tolerance; older deliveries may be replays by somebody who listened. */
const AGE_SECONDS_MAX = 300;
const SIGNATURES_MAX = 5;

/** Whether one of these signatures (`v1=<hex>`) is the HMAC-SHA256 of the content. Compared in constant time. */
export function isSigned(secret: string, content: readonly (string | Buffer)[], signatures: readonly string[]): boolean {
  const hmac = createHmac('sha256', secret);
  for (const part of content) hmac.update(part);
  const expected = hmac.digest();
  let matches = false;
  // All are compared, so that the time taken does not tell which one fits.
  for (const part of signatures.filter((each) => /^v1=[0-9a-f]{64}$/.test(each)).slice(0, SIGNATURES_MAX)) {
    matches = timingSafeEqual(expected, Buffer.from(part.slice(3), 'hex')) || matches;
  }
  return matches;
}

/**
 * Checks `t=<seconds>,v1=<hex>[,v1=…]`: HMAC-SHA256 over `t.body`, on the bytes as they came. Several `v1` are allowed, so
 * that a gateway can change its secret. Compared in constant time.
 * @throws WebhookRefused
 */
export function checkSignature(secret: string, header: string | string[] | undefined, rawBody: Buffer, nowMs: number = Date.now()): void {
  if (typeof header !== 'string' || header.length > 1_000) throw new WebhookRefused({ reason: 'signature' });
  const parts = header.split(',').map((part) => part.trim());
  const seconds = parts.find((part) => /^t=\d{1,12}$/.test(part))?.slice(2);
  if (seconds === undefined || !isSigned(secret, [`${seconds}.`, rawBody], parts)) throw new WebhookRefused({ reason: 'signature' });
  if (Math.abs(nowMs / 1_000 - Number(seconds)) > AGE_SECONDS_MAX) throw new WebhookRefused({ reason: 'age' });
}

/** @throws WebhookRefused when a signed body is not JSON of an object. */
export function jsonOf(rawBody: Buffer): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(rawBody.toString('utf8'));
    if (typeof body === 'object' && body !== null) return body as Record<string, unknown>;
  } catch {
    // Falls through: the reason is the same.
  }
  throw new WebhookRefused({ reason: 'form' });
}
