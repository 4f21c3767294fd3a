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
    attempts: metrics === null ? null : attemptsIn(metrics),
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

/** How attempts ended so far, by gateway and state. */
export function attemptsIn(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of text.split('\n')) {
    if (!line.startsWith('catraca_payment_attempts_total{')) continue;
    const [gateway, state] = ['gateway', 'state'].map((label) => new RegExp(`[{,]${label}="([^"]*)"`).exec(line)?.[1]);
    const name = `${gateway} ${state}`;
    counts[name] = (counts[name] ?? 0) + Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return counts;
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
