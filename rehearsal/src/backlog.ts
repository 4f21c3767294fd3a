import { request } from 'undici';
import type { Organiser, Stock } from './organiser.ts';

/** What has been put off for later, and the stock, every few seconds. */
export interface Backlog {
  second: number;
  stock: Stock | null;
  /** Written and not yet delivered, or delivered and not yet read; null where it is not told. */
  messages: number | null;
  mails: number | null;
  codes: number;
  /** Transactions that PostgreSQL ended so far because they waited for each other; null where it is not told. */
  deadlocks: number | null;
  /** Attempts that reached a state so far, as `aurora captured`; null where it is not told. */
  attempts: Record<string, number> | null;
  /** Each gateway's breaker: 0 closed, 1 on trial, 2 open; null where it is not told. */
  breakers: Record<string, number> | null;
  /** Payments that went on to another gateway so far, as `aurora bonanza`; null where it is not told. */
  failovers: Record<string, number> | null;
}

const SCRAPE_MS_MAX = 10_000;

/** Looks at the box office from behind: the organiser's facts, and its metrics where they are open to us. */
export async function lookBehind(organiser: Organiser, eventId: string, office: URL, metricsOpen: boolean, second: number): Promise<Backlog> {
  const facts = await organiser.facts(eventId);
  const metrics = metricsOpen ? await scrape(office) : null;
  return {
    second,
    stock: facts.stock,
    messages: messagesIn(metrics),
    mails: sum(metrics, 'catraca_mails', 'state="waiting"'),
    codes: facts.codes.free,
    deadlocks: sum(metrics, 'catraca_transactions_lost_total', 'to="deadlock"'),
    attempts: labelled(metrics, 'catraca_payment_attempts_total', ['gateway', 'state']),
    breakers: labelled(metrics, 'catraca_gateway_breaker', ['gateway']),
    failovers: labelled(metrics, 'catraca_payment_failovers_total', ['from', 'to']),
  };
}

async function scrape(office: URL): Promise<string | null> {
  try {
    const { statusCode, body } = await request(new URL('/metrics', office), { headersTimeout: SCRAPE_MS_MAX, bodyTimeout: SCRAPE_MS_MAX });
    const text = await body.text();
    return statusCode === 200 ? text : null;
  } catch {
    // Too busy to tell: the next look may be luckier.
    return null;
  }
}

/** A metric's values in Prometheus's text format by some of its labels, summed over the others; null where nothing was scraped. */
export function labelled(text: string | null, metric: string, labels: readonly string[]): Record<string, number> | null {
  if (text === null) return null;
  const values: Record<string, number> = {};
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${metric}{`)) continue;
    const name = labels.map((label) => new RegExp(`[{,]${label}="([^"]*)"`).exec(line)?.[1]).join(' ');
    values[name] = (values[name] ?? 0) + Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return values;
}

/** A gauge without a series is of nothing that waits. */
function messagesIn(metrics: string | null): number | null {
  return metrics === null ? null : (sum(metrics, 'catraca_outbox_messages') ?? 0) + (sum(metrics, 'catraca_consumer_lag_messages') ?? 0);
}

/** The sum over all label sets of a metric in Prometheus's text format; null where there is none. */
export function sum(text: string | null, metric: string, label = ''): number | null {
  if (text === null) return null;
  const values = text
    .split('\n')
    .filter((line) => (line.startsWith(`${metric}{`) || line.startsWith(`${metric} `)) && line.includes(label))
    .map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
  return values.length === 0 ? null : values.reduce((all, value) => all + value, 0);
}
