/** A statement as JSON, page by page, and as CSV, in one stream. */
import { Readable } from 'node:stream';
import type { z } from 'zod';
import { csvLine, Decimal } from './csv.js';
import type { Movement } from './statement.repository.js';
import type { statementAnswer } from './statement.schemas.js';
import type { Stated } from './statements.js';

// As many as are in memory at a time, whatever the statement's length.
const ROWS_AT_A_TIME = 500;

/** One page; the days stand on the first. */
export async function statementView(stated: Stated, cursor: string | undefined, limit: number): Promise<z.infer<typeof statementAnswer>> {
  const { account, period, openingCents, closingCents, days } = stated;
  const money = (amountCents: number) => ({ amountCents, currency: account.currency });
  const localTime = localTimeIn(period.timezone);
  const rows = await stated.page(cursor, limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return {
    ...period,
    opening: money(openingCents),
    closing: money(closingCents),
    ...(cursor === undefined && {
      days: days.map((day) => ({ date: day.date, opening: money(day.openingCents), in: money(day.inCents), out: money(day.outCents), closing: money(day.closingCents) })),
    }),
    items: page.map((movement) => movementView(movement, localTime(movement.at), account.currency)),
    ...(last && { nextCursor: last.id }),
  };
}

function movementView({ id, at, code, amountCents, paymentId, purposeKind, purposeId, description }: Movement, localTime: string, currency: string) {
  return {
    id,
    at: at.toISOString(),
    date: localTime.slice(0, 10),
    kind: code,
    direction: amountCents < 0 ? ('out' as const) : ('in' as const),
    amount: { amountCents: Math.abs(amountCents), currency },
    ...(paymentId !== null && { paymentId }),
    ...(purposeKind !== null && purposeId !== null && { purpose: { kind: purposeKind, id: purposeId } }),
    description,
  };
}

/**
 * A line a movement, between the opening and the closing balance. One that ends without its closing line was cut off. What moved while it
 * was written is in it or not; the balances are those of its own lines.
 */
export function statementCsv(stated: Stated): Readable {
  return Readable.from(linesOf(stated), { objectMode: false });
}

async function* linesOf({ account: { currency }, period: { from, to, timezone }, openingCents, page }: Stated): AsyncGenerator<string> {
  const localTime = localTimeIn(timezone);
  yield csvLine(['time', 'kind', 'purpose', 'purpose_id', 'payment_id', 'description', 'currency', 'in', 'out', 'balance'])
    + csvLine([from, 'opening_balance', '', '', '', '', currency, '', '', new Decimal(openingCents)]);
  let balanceCents = openingCents;
  for (let after: string | undefined; ; ) {
    const rows = await page(after, ROWS_AT_A_TIME);
    const lines = rows.map(({ at, code, amountCents, paymentId, purposeKind, purposeId, description }) => {
      balanceCents += amountCents;
      const amount = new Decimal(Math.abs(amountCents));
      return csvLine([
        localTime(at), code, purposeKind ?? '', purposeId ?? '', paymentId ?? '', description, currency, amountCents < 0 ? '' : amount, amountCents < 0 ? amount : '', new Decimal(balanceCents),
      ]);
    });
    if (lines.length > 0) yield lines.join('');
    if (rows.length < ROWS_AT_A_TIME) break;
    after = rows.at(-1)?.id;
  }
  yield csvLine([to, 'closing_balance', '', '', '', '', currency, '', '', new Decimal(balanceCents)]);
}

/** ISO 8601 with the zone's offset of that moment: `2026-11-25T19:00:00-03:00`. */
function localTimeIn(timezone: string): (at: Date) => string {
  // Sweden writes dates as ISO does.
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' });
  const offset = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' });
  return (at) => {
    const gmt = offset.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    return `${format.format(at).replace(' ', 'T')}${gmt === 'GMT' ? '+00:00' : gmt.slice(3)}`;
  };
}
