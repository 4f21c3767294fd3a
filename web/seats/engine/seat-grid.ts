// Where the seats are: a grid of square cells, each with the seats in it, so that a tap and a tile look at a few cells and not at 60,000 seats.

import { planBounds, type Plan, type Rect } from './plan.ts';

// About 16 seats in a cell of a full block: few enough to look at, many enough that a screen is few cells.
const CELL_PITCHES = 4;
// A few seats far apart must not make a grid of millions of empty cells.
const CELLS_MAX = 262_144;

export class SeatGrid {
  private readonly plan: Plan;
  private readonly bounds: Rect;
  private readonly cell: number;
  private readonly columns: number;
  private readonly lines: number;
  /** The seats of cell `c` are `seats[starts[c]]` … `seats[starts[c + 1] - 1]`. */
  private readonly starts: Uint32Array;
  private readonly seats: Uint32Array;

  constructor(plan: Plan) {
    this.plan = plan;
    this.bounds = planBounds(plan);
    const [width, height] = [this.bounds.right - this.bounds.left, this.bounds.bottom - this.bounds.top];
    this.cell = Math.max(plan.pitch * CELL_PITCHES, Math.sqrt((width * height) / CELLS_MAX), Math.max(width, height) / CELLS_MAX);
    this.columns = Math.floor(width / this.cell) + 1;
    this.lines = Math.floor(height / this.cell) + 1;
    this.starts = new Uint32Array(this.columns * this.lines + 1);
    this.seats = new Uint32Array(plan.count);
    const cells = new Uint32Array(plan.count);
    for (let seat = 0; seat < plan.count; seat += 1) {
      cells[seat] = this.line(plan.y[seat]!) * this.columns + this.column(plan.x[seat]!);
      this.starts[cells[seat]! + 1]! += 1;
    }
    for (let at = 1; at < this.starts.length; at += 1) this.starts[at]! += this.starts[at - 1]!;
    const next = this.starts.slice();
    for (let seat = 0; seat < plan.count; seat += 1) this.seats[next[cells[seat]!]!++] = seat;
  }

  /** The seats whose middle lies in the rectangle, appended to `found`; given back for reading. */
  within(rect: Rect, found: number[] = []): number[] {
    const { x, y } = this.plan;
    const [from, to] = [this.column(rect.left), this.column(rect.right)];
    for (let line = this.line(rect.top); line <= this.line(rect.bottom); line += 1) {
      const end = this.starts[line * this.columns + to + 1]!;
      for (let at = this.starts[line * this.columns + from]!; at < end; at += 1) {
        const seat = this.seats[at]!;
        if (x[seat]! >= rect.left && x[seat]! <= rect.right && y[seat]! >= rect.top && y[seat]! <= rect.bottom) found.push(seat);
      }
    }
    return found;
  }

  /** The seat nearest to a point, no further than `reach`. */
  nearest(x: number, y: number, reach: number): number | undefined {
    let best: number | undefined;
    let least = reach;
    for (const seat of this.within({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach })) {
      const away = Math.hypot(this.plan.x[seat]! - x, this.plan.y[seat]! - y);
      if (away <= least) [best, least] = [seat, away];
    }
    return best;
  }

  private column(x: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor((x - this.bounds.left) / this.cell)));
  }

  private line(y: number): number {
    return Math.min(this.lines - 1, Math.max(0, Math.floor((y - this.bounds.top) / this.cell)));
  }
}
