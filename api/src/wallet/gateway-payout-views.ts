/** A gateway's payouts as JSON and, all of them in one stream, as CSV. */
import { Readable } from 'node:stream';
import type { z } from 'zod';
import { csvLine, Decimal } from './csv.js';
import type { GatewayPayout } from './gateway-payout.repository.js';
import type { payoutAnswer } from './gateway-payout.schemas.js';

// As many as are in memory at a time, however many there are.
const ROWS_AT_A_TIME = 500;

export function payoutView({ id, gateway, number, currency, grossCents, feeCents, netCents, reference, valueDate, note, madeBy, createdAt, reversedAt, reversedBy, reversalNote }: GatewayPayout): z.infer<typeof payoutAnswer> {
  const money = (amountCents: number) => ({ amountCents, currency });
  return {
    id, gateway, number, gross: money(grossCents), fees: money(feeCents), net: money(netCents), reference, valueDate, note, recordedBy: madeBy, recordedAt: createdAt.toISOString(),
    ...(reversedAt && reversedBy && { reversal: { at: reversedAt.toISOString(), by: reversedBy, note: reversalNote ?? '' } }),
  };
}

/** A line a payout, newest first. A reversed one stays, and says so. */
export function payoutsCsv(page: (before: number | undefined, limit: number) => Promise<GatewayPayout[]>): Readable {
  return Readable.from(linesOf(page), { objectMode: false });
}

async function* linesOf(page: Parameters<typeof payoutsCsv>[0]): AsyncGenerator<string> {
  yield csvLine(['number', 'value_date', 'reference', 'currency', 'gross', 'fees', 'net', 'note', 'recorded_at', 'reversed_at', 'reversal_note']);
  for (let before: number | undefined; ; ) {
    const rows = await page(before, ROWS_AT_A_TIME);
    if (rows.length > 0) yield rows.map(lineOf).join('');
    if (rows.length < ROWS_AT_A_TIME) return;
    before = rows.at(-1)?.number;
  }
}

function lineOf({ number, valueDate, reference, currency, grossCents, feeCents, netCents, note, createdAt, reversedAt, reversalNote }: GatewayPayout): string {
  return csvLine([
    String(number), valueDate, reference, currency, new Decimal(grossCents), new Decimal(feeCents), new Decimal(netCents), note, createdAt.toISOString(), reversedAt?.toISOString() ?? '', reversalNote ?? '',
  ]);
}
