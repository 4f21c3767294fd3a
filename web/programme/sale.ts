/**
 * How a sale is shown. The event's own state weighs more than its sale's: what is postponed or cancelled is told first.
 *
 *     soon → draw → open ↔ paused        postponed, cancelled, over: whatever the sale says
 *                   open ↔ soldOut       any → over
 */
export type SaleMood = 'soon' | 'draw' | 'drawing' | 'open' | 'paused' | 'soldOut' | 'postponed' | 'cancelled' | 'over';

export type SaleState = 'scheduled' | 'lottery' | 'open' | 'paused' | 'sold_out' | 'closed';

export interface Sale {
  eventState: 'published' | 'postponed' | 'cancelled' | 'closed';
  saleState: SaleState;
  saleStartsAt: string;
  lineRequired: boolean;
}

/** The one thing to do: stand in line, choose, or be reminded of the opening. */
export type MainAct = 'join' | 'choose' | 'remind' | null;

export interface SaleView {
  mood: SaleMood;
  act: MainAct;
  /** The opening, while it is still to come. */
  opensAt: string | null;
}

/** `nowMs` is the server's clock. */
export function viewOf(sale: Sale, nowMs: number): SaleView {
  const mood = moodOf(sale, nowMs);
  const waits = mood === 'soon' || mood === 'draw';
  return { mood, act: actOf(mood, sale.lineRequired), opensAt: waits ? sale.saleStartsAt : null };
}

function moodOf({ eventState, saleState, saleStartsAt }: Sale, nowMs: number): SaleMood {
  if (eventState === 'cancelled') return 'cancelled';
  if (eventState === 'postponed') return 'postponed';
  if (eventState === 'closed') return 'over';
  switch (saleState) {
    case 'scheduled': return 'soon';
    // A draw may come later than the opening, when it waits for its public value.
    case 'lottery': return Date.parse(saleStartsAt) > nowMs ? 'draw' : 'drawing';
    case 'open': return 'open';
    case 'paused': return 'paused';
    case 'sold_out': return 'soldOut';
    case 'closed': return 'over';
  }
}

function actOf(mood: SaleMood, lineRequired: boolean): MainAct {
  if (mood === 'soon') return 'remind';
  // A line that stands still takes people in: their place counts from now.
  if (lineRequired) return mood === 'draw' || mood === 'drawing' || mood === 'open' || mood === 'paused' ? 'join' : null;
  return mood === 'open' ? 'choose' : null;
}

// A page that somebody reads is worth a look every quarter of a minute, and a change that may take hours one every half. Who stands in
// the line looks more often, on the line's own page.
const openLookMs = 15_000;
const stillLookMs = 30_000;
// The API's answer is cached for a second.
const soonestLookMs = 2_000;
// Failures wait longer each time; a minute later a phone in a tunnel is back.
const failureLookMsMax = 60_000;

/**
 * When to look at the sale again, or null: never. `toldMs` is what the box office asks its watchers to wait at least; `chance` in [0, 1) spreads a crowd whose pages were loaded together,
 * over the second after the opening too.
 */
export function nextLookMs(view: SaleView, nowMs: number, { toldMs, failures, chance }: { toldMs: number; failures: number; chance: number }): number | null {
  if (view.mood === 'cancelled' || view.mood === 'over') return null;
  const spread = 0.85 + 0.3 * chance;
  if (failures > 0) return Math.round(Math.min(failureLookMsMax, soonestLookMs * 2 ** failures) * spread);
  const opensInMs = view.opensAt === null ? 0 : Date.parse(view.opensAt) - nowMs;
  if (view.opensAt !== null && opensInMs <= 0) return Math.round(soonestLookMs * spread);
  const next = Math.max(toldMs, view.mood === 'open' ? openLookMs : stillLookMs) * spread;
  // Nobody sleeps through the opening; all look within the two seconds after it.
  return Math.round(opensInMs > 0 ? Math.min(next, opensInMs + soonestLookMs * chance) : next);
}
