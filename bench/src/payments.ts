import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { requestPayments } from './measures/payment-requests.ts';
import type { BoxOffice } from './office/box-office.ts';
import { type Part, usageOf } from './office/processes.ts';
import { quiet } from './office/quiet.ts';
import type { Provider } from './office/providers.ts';
import type { Check } from './suite.ts';

export interface PaymentsSettings {
  /** Payments a second. */
  rate: number;
  seconds: number;
  rampSeconds: number;
}

/** One run: payments asked for at a constant rate, whether or not those before them are done. */
export interface PaymentsRun {
  asked: number;
  captured: number;
  /** Captured a second, over the measured span. */
  perSecond: number;
  /** From when a payment was to be asked for until its money stood in the ledger; of all, and of those that were first tried at one gateway, by its name. */
  latencyMs: Latency;
  firstAt: Record<string, Latency>;
  /** How attempts ended, by gateway and state. */
  attempts: Record<string, number>;
  /** Cores in use over the measured span. */
  cores: Record<Part, number> | null;
  /** The share of a core that the load itself took. */
  generatorCores: number;
}

interface Latency {
  count: number;
  p50: number;
  p99: number;
}

export interface PaymentsBench {
  healthy: PaymentsRun;
  hung: PaymentsRun;
  /** The gateway that hangs in the second run. */
  hanging: string;
  capturedTwice: number;
}

/** What a card network takes when it is well. */
const ANSWER_MS = 300;
const JITTER_MS = 100;
const PRICE_CENTS = 12_000;
/** Asked for this often; each time what is due by then. */
const STEP_MS = 20;
/** After the last one: an answer that never comes is given up after 6 s, the other gateway tried, and what is unknown asked about. */
const SETTLE_MS_MAX = 120_000;
/** Longer than a call is waited for. */
const HANG_MS = 60_000;
/** What "costs the others nothing" means on a machine that does other things as well: the tail does not double. */
const TAIL_MAX = 2;
const HELD = 0.98;

/** Both gateways answer after 300 ms; then the same again while the first of them hangs. */
export async function measurePayments(office: BoxOffice, settings: PaymentsSettings, say: (text: string) => void): Promise<PaymentsBench> {
  const [hanging] = office.providers as [Provider, ...Provider[]];
  for (const provider of office.providers) await provider.latency(ANSWER_MS, JITTER_MS);
  // The first payments of a fresh process are not counted.
  await payments(office, { ...settings, seconds: Math.min(5, settings.seconds), rate: settings.rate / 2 });
  const healthy = await payments(office, settings);
  say(`both answer: ${Math.round(healthy.perSecond)} a second`);
  await hanging.fault({ kind: 'hang_before_commit', operation: 'charge', delayMs: HANG_MS });
  const hung = await payments(office, settings, async () => hanging.behave());
  say(`${hanging.name} hangs: ${Math.round(hung.perSecond)} a second`);
  const books = await Promise.all(office.providers.map((provider) => provider.summary()));
  for (const provider of office.providers) await provider.behave();
  return { healthy, hung, hanging: hanging.name, capturedTwice: books.reduce((sum, { capturedTwice }) => sum + capturedTwice.length, 0) };
}

async function payments(office: BoxOffice, { rate, seconds, rampSeconds }: PaymentsSettings, afterwards?: () => Promise<void>): Promise<PaymentsRun> {
  await quiet(office);
  const due = new Map<string, number>();
  const payee = randomUUID();
  const startedAt = Date.now();
  const from = startedAt + rampSeconds * 1_000;
  const to = from + seconds * 1_000;
  const [usage, own] = [usageOf(office.pid), process.cpuUsage()];
  const total = Math.round(rate * (rampSeconds + seconds));
  // Several statements may be on their way: whoever falls behind does not slow the rate.
  const writing = new Set<Promise<void>>();
  for (let asked = 0; asked < total; await delay(STEP_MS)) {
    const now = Math.min(total, Math.floor(((Date.now() - startedAt) * rate) / 1_000));
    const ids = Array.from({ length: now - asked }, (_, at) => {
      const id = randomUUID();
      due.set(id, startedAt + ((asked + at) * 1_000) / rate);
      return id;
    });
    asked = now;
    if (ids.length === 0) continue;
    const written = requestPayments(office, ids.map((paymentId) => ({ paymentId, purpose: 'service', payerUserId: randomUUID(), payeeAccount: payee, amountCents: PRICE_CENTS, method: 'card' })))
      .finally(() => writing.delete(written));
    writing.add(written);
  }
  await Promise.all(writing);
  const [after, spent] = [usageOf(office.pid), process.cpuUsage(own)];
  await afterwards?.();
  await untilDecided(office, payee, total);
  const elapsed = rampSeconds + seconds;
  const part = (name: Part): number => (after!.cpuSeconds[name] - usage!.cpuSeconds[name]) / elapsed;
  return {
    asked: total,
    ...(await outcomesOf(office, payee, due, { from, to })),
    cores: usage && after ? { api: part('api'), postgres: part('postgres'), simulators: part('simulators') } : null,
    generatorCores: (spent.user + spent.system) / 1e6 / elapsed,
  };
}

async function untilDecided({ database }: BoxOffice, payee: string, total: number): Promise<void> {
  const decided = () => database.number(`select count(*) from wallet.payment where payee_id = $1 and state in ('completed', 'failed', 'cancelled', 'conflicted')`, [payee]);
  for (const deadline = performance.now() + SETTLE_MS_MAX; (await decided()) < total && performance.now() < deadline; await delay(500));
}

async function outcomesOf({ database }: BoxOffice, payee: string, due: Map<string, number>, { from, to }: { from: number; to: number }) {
  const captures = await database.query<{ id: string; at: number; first: string }>(
    `select p.id, extract(epoch from t.created_at)::float8 * 1000 as at, a.gateway as first
     from wallet.payment p join wallet.transfer t on t.payment_id = p.id and t.code = 'capture' join payments.attempt a on a.payment_id = p.id and a.ordinal = 1 where p.payee_id = $1`, [payee]);
  const attempts = await database.query<{ name: string; count: string }>(
    `select a.gateway || ' ' || a.state as name, count(*) from payments.attempt a join wallet.payment p on p.id = a.payment_id where p.payee_id = $1 group by 1`, [payee]);
  const measured = captures.filter(({ id }) => due.get(id)! >= from && due.get(id)! < to).map(({ id, at, first }) => ({ ms: at - due.get(id)!, first }));
  const within = captures.filter(({ at }) => at >= from && at < to).length;
  return {
    captured: captures.length,
    perSecond: within / ((to - from) / 1_000),
    latencyMs: latencyOf(measured.map(({ ms }) => ms)),
    firstAt: Object.fromEntries([...Map.groupBy(measured, ({ first }) => first)].map(([first, all]) => [first, latencyOf(all.map(({ ms }) => ms))])),
    attempts: Object.fromEntries(attempts.map(({ name, count }) => [name, Number(count)])),
  };
}

function latencyOf(values: number[]): Latency {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) };
}

export function checksOf({ healthy, hung, hanging, capturedTwice }: PaymentsBench, rate: number): Check[] {
  const all = ({ asked, captured }: PaymentsRun, when: string): Check => ({ what: `every payment is captured ${when}`, holds: captured === asked, seen: `${captured} of ${asked}` });
  const others = Object.keys(healthy.firstAt).filter((name) => name !== hanging);
  const tail = Math.max(...others.map((name) => (hung.firstAt[name]?.p99 ?? Infinity) / healthy.firstAt[name]!.p99));
  return [
    { what: `${rate} payments a second are held`, holds: healthy.perSecond >= HELD * rate, seen: `${healthy.perSecond.toFixed(0)} a second` },
    all(healthy, 'when both gateways answer'),
    all(hung, `though ${hanging} hangs`),
    { what: `a hanging ${hanging} costs the others' payments nothing`, holds: tail < TAIL_MAX, seen: `their 99th percentile is ${tail.toFixed(1)} times what it was` },
    { what: 'nobody is charged twice, by the books of the gateways', holds: capturedTwice === 0, seen: `${capturedTwice} are` },
  ];
}

export function describePayments({ healthy, hung, hanging }: PaymentsBench): string {
  return [describeRun('both gateways answer after 300 ms', healthy), describeRun(`${hanging} hangs`, hung)].join('\n\n');
}

function describeRun(name: string, { asked, perSecond, latencyMs, firstAt, attempts, cores, generatorCores }: PaymentsRun): string {
  const row = ({ count, p50, p99 }: Latency): string => `p50 ${p50.toFixed(0)}, p99 ${p99.toFixed(0)} of ${count.toLocaleString('en')}`;
  return [
    `${asked.toLocaleString('en')} payments, ${name}: ${perSecond.toFixed(0)} captured a second`,
    `  latency ms: ${row(latencyMs)}`,
    ...Object.entries(firstAt).map(([gateway, latency]) => `    first tried at ${gateway}: ${row(latency)}`),
    `  attempts: ${Object.entries(attempts).map(([what, count]) => `${what} ${count.toLocaleString('en')}`).join(', ')}`,
    ...(cores ? [`  cores: ${Object.entries(cores).map(([part, used]) => `${part} ${used.toFixed(2)}`).join(', ')}; the load took ${generatorCores.toFixed(2)}`] : []),
  ].join('\n');
}
