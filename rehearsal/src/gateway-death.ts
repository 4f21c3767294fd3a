import { setTimeout as delay } from 'node:timers/promises';
import { until } from './clock.ts';
import type { BookedCharge, Payer } from './payer.ts';

/** One provider dies in the middle of the sale and comes back. */
export interface GatewayDeath {
  provider: string;
  /** From the opening. */
  atSecond: number;
  forSeconds: number;
}

/** The providers of a box office of our own. */
export const PROVIDERS = ['aurora', 'bonanza', 'pix'];

/** Within a payment window, so that whoever was being charged at that moment is told in time. */
const FOR_SECONDS = 20;
const FOR_SECONDS_MAX = 3_600;
/** Dying takes a moment, in which half of what is executed is not answered any more. */
const AGONY_MS = 1_000;
/** After its return, until the box office has tried it again and means it. */
const TRIAL_SECONDS = 10;

/** `aurora@30` dies thirty seconds after the opening, `aurora@30+60` for a minute; null for anything else. */
export function readDeath(text: string): GatewayDeath | null {
  const [, provider = '', at = '', seconds = String(FOR_SECONDS)] = /^([a-z][a-z0-9-]*)@(\d{1,5})(?:\+(\d{1,4}))?$/.exec(text) ?? [];
  const forSeconds = Number(seconds);
  if (provider === '' || forSeconds < 1 || forSeconds > FOR_SECONDS_MAX) return null;
  return { provider, atSecond: Number(at), forSeconds };
}

/** Lets it die and come back; its book lives on. Resolves when it works again. */
export async function dieAndReturn({ provider, atSecond, forSeconds }: GatewayDeath, payer: Payer, openedMs: number): Promise<void> {
  await until(openedMs + atSecond * 1_000);
  await payer.control(provider, 'POST', 'faults', { kind: 'commit_then_reset', probability: 0.5 });
  await delay(AGONY_MS);
  await payer.control(provider, 'POST', 'refuse', { seconds: forSeconds });
  await delay(forSeconds * 1_000);
  await payer.control(provider, 'DELETE', 'faults');
}

/** What became of payments around a death, by the providers' own books. */
export interface Failover extends GatewayDeath {
  /** Charges captured by the others while it was gone, and by it once it had been back for a while; null: nothing was sold so late. */
  elsewhere: number;
  afterReturn: number | null;
}

export function failoverOf(death: GatewayDeath, openedAt: number, lastPurchaseSecond: number, books: readonly { provider: string; charges: readonly BookedCharge[] }[]): Failover {
  const gone = { from: openedAt + death.atSecond * 1_000 + AGONY_MS, to: openedAt + (death.atSecond + death.forSeconds) * 1_000 };
  const captured = (own: boolean, from: number, to: number): number =>
    books.filter(({ provider }) => (provider === death.provider) === own).flatMap(({ charges }) => charges).filter(({ state, createdAt }) => state === 'captured' && createdAt >= from && createdAt < to).length;
  const late = lastPurchaseSecond > death.atSecond + death.forSeconds + TRIAL_SECONDS;
  return { ...death, elsewhere: captured(false, gone.from, gone.to), afterReturn: late ? captured(true, gone.to, Infinity) : null };
}
