// Which seat is meant by an arrow key.

import type { Plan } from './plan.ts';
import type { SeatGrid } from './seat-grid.ts';

// How far the cursor jumps over aisles and passages.
const REACH_PITCHES = 8;
// Arcs bend: within this the next seat of a row is still "beside".
const ASIDE_SHARE = 1.2;
// Nearer than this share of a pitch it is not ahead but beside.
const AHEAD_PITCHES = 0.2;

/** The next seat in that direction, the straighter the better; undefined at the end. */
export function seatBeside(plan: Plan, grid: SeatGrid, seat: number, dx: number, dy: number): number | undefined {
  const [x, y] = [plan.x[seat]!, plan.y[seat]!];
  const reach = plan.pitch * REACH_PITCHES;
  let best: number | undefined;
  let least = Infinity;
  for (const other of grid.within({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach })) {
    const [offX, offY] = [plan.x[other]! - x, plan.y[other]! - y];
    const [ahead, aside] = [offX * dx + offY * dy, Math.abs(offX * dy) + Math.abs(offY * dx)];
    // Twice as bad to be off the line as to be further along it.
    const cost = ahead + aside * 2;
    if (other === seat || ahead <= plan.pitch * AHEAD_PITCHES || aside > ahead * ASIDE_SHARE || cost >= least) continue;
    [best, least] = [other, cost];
  }
  return best;
}
