// What lies over the seats and is drawn anew in each frame: a few seats of one's own, offers, the cursor.

import { drawMine } from './glyphs.ts';
import { css, type Tokens } from './palette.ts';
import type { Plan } from './plan.ts';
import type { Viewport } from './viewport.ts';

export interface MapMarks {
  readonly mine: readonly number[];
  readonly offered: readonly number[];
  readonly cursor: number | null;
}

// From afar a seat is less than a pixel; what is one's own is seen nevertheless.
const RADIUS_MIN = 7;
const RADIUS_SHARE = 0.42;

export function drawMarks(context: CanvasRenderingContext2D, density: number, { mine, offered, cursor }: MapMarks, plan: Plan, viewport: Viewport, tokens: Tokens): void {
  context.save();
  context.scale(density, density);
  const radius = Math.max(RADIUS_MIN, viewport.seatPixels * RADIUS_SHARE);
  const at = (seat: number) => viewport.toScreen(plan.x[seat]!, plan.y[seat]!);
  for (const seat of offered) ring(context, at(seat), radius + 2, css(tokens.cool), [4, 3]);
  for (const seat of mine) drawMine(context, at(seat).x, at(seat).y, radius, tokens);
  if (cursor !== null) ring(context, at(cursor), radius + 4, css(tokens.light), []);
  context.restore();
}

function ring(context: CanvasRenderingContext2D, { x, y }: { x: number; y: number }, radius: number, colour: string, dashes: number[]): void {
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.setLineDash(dashes);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}
