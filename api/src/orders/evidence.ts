/** How long it is kept who bought something by card or Pix, though their account is deleted. Pure. */

/**
 * A payer's bank may want money back for so long. Cards: 120 days, by the schemes' rules counted from the service where that is later than the
 * payment (a show, here). Pix: 80 days for the special return mechanism (MED, central bank's resolution BCB 103). And then answering takes weeks:
 * a chargeback's representment up to 45 days, a Pix return's analysis 11. 180 covers all of it, and is the time that Brazil has services keep
 * records of access for, too (Marco Civil, art. 15: six months).
 */
const DISPUTABLE_DAYS = 180;
const DAY_MS = 86_400_000;

/** Until when a payment may be disputed, the answer included: counted from the payment or the show, whichever is later. */
export function disputableUntil(paidAt: Date, startsAt: Date | null): Date {
  return new Date(Math.max(paidAt.getTime(), startsAt?.getTime() ?? 0) + DISPUTABLE_DAYS * DAY_MS);
}
