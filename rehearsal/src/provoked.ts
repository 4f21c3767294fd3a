import type { Step } from './figures.ts';

/** What fans bring upon themselves, or meet because others were faster: anything else below 500 is an answer that no fan should get. */
const PROVOKED: Partial<Record<Step, readonly string[]>> = {
  // A clock a little ahead; the sale ended before they came.
  join: ['line.not_open', 'line.sold_out', 'line.closed'],
  claim: ['line.not_yet', 'line.turn_missed', 'line.sold_out', 'line.closed'],
  hold: ['inventory.seat_taken', 'inventory.sold_out', 'inventory.not_for_sale', 'line.admission_expired'],
  order: ['orders.hold_expired'],
  // Too late for another card.
  'pay again': ['orders.hold_expired', 'orders.not_payable'],
};

/** Whether a fan who does nothing wrong may be told this at this step. */
export function isProvoked(step: Step, code: string | undefined): boolean {
  return code !== undefined && (PROVOKED[step]?.includes(code) ?? false);
}
