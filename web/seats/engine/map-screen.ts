// What the map has on its canvas: tiles, painted ahead of what is seen and copied in each frame, and what lies over them (one's own seats, offers, the cursor).

import type { Outline } from './outline.ts';
import { REACH_SHARE } from './glyphs.ts';
import { drawMarks, type MapMarks } from './overlay.ts';
import { css, type Tokens } from './palette.ts';
import { grown, type Plan } from './plan.ts';
import { SEATS_FROM, type PlanPainter } from './plan-painter.ts';
import { TILE_PIXELS, TileLayer, type Tile } from './tile-layer.ts';
import type { Viewport } from './viewport.ts';

// What painting may take of a frame on top of copying: with it nearly every frame stays below 3 ms on a phone a quarter as fast as this machine.
const BUDGET_MS = 0.5;
// Painted ahead of what is seen, so that a finger's pace meets painted ground.
const AHEAD_PIXELS = 96;
// When nothing has moved for so long there is time to paint as far as a thumb pushes at once, and a frame may take more: nobody waits for it. Then moving paints hardly anything.
const REST_MS = 400;
const AHEAD_AT_REST_PIXELS = 288;
const BUDGET_AT_REST_MS = 2;
// While fingers zoom, what was painted is stretched; from here on it would be a blur.
const STRETCH_MAX = 1.8;
// More than two pixels a point is not seen on a map and costs half a phone's memory.
const DENSITY_MAX = 2;

/** How the map is painted. */
export interface Look {
  readonly painter: PlanPainter;
  readonly tokens: Tokens;
}

export class MapScreen {
  private readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly plan: Plan;
  private readonly outlines: readonly (Outline | null)[];
  private look: Look;
  private tones: number[];
  private layer: TileLayer | null = null;
  private before: TileLayer | null = null;
  private marks: MapMarks = { mine: [], offered: [], cursor: null };
  private density = 1;
  /** Whether what is on the canvas is not what it should be, though nothing has moved. */
  private stale = true;
  private movedAt = 0;
  private shown = { left: Number.NaN, top: Number.NaN, scale: Number.NaN };

  constructor(canvas: HTMLCanvasElement, plan: Plan, outlines: readonly (Outline | null)[], look: Look) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d', { alpha: false })!;
    this.plan = plan;
    this.outlines = outlines;
    this.look = look;
    this.tones = this.tonesNow();
  }

  resize(viewport: Viewport, density: number): void {
    const before = this.density;
    this.density = Math.min(DENSITY_MAX, Math.max(1, density));
    this.canvas.width = Math.round(viewport.width * this.density);
    this.canvas.height = Math.round(viewport.height * this.density);
    if (this.density !== before) this.layer = this.before = null;
    this.stale = true;
    // A canvas of a new size is empty: what is there is copied before anybody sees that.
    if (this.layer) this.copy(this.layer, viewport, false);
  }

  /** Another theme, or only wheelchair places. */
  dress(look: Look): void {
    // The old colours would flash; what is merely more or less bright stays until it is painted.
    this.before = look.tokens === this.look.tokens ? this.layer : null;
    this.look = look;
    this.tones = this.tonesNow();
    this.layer = null;
  }

  mark(marks: MapMarks): void {
    this.marks = marks;
    this.stale = true;
  }

  /** These seats are different now. */
  refresh(seats: readonly number[]): void {
    if (!this.layer) return;
    const near = this.plan.pitch * this.layer.scale >= SEATS_FROM;
    if (near) this.layer.touch(seats, this.plan.x, this.plan.y, this.plan.pitch * REACH_SHARE);
    for (const index of new Set(seats.map((seat) => this.plan.sectionOf[seat]!))) {
      const section = this.plan.sections[index]!;
      const tone = this.look.painter.tone(section);
      if (tone === this.tones[index]) continue;
      this.tones[index] = tone;
      if (!near) this.layer.spoilIn(grown(section.bounds!, this.outlines[index]!.breadth));
    }
  }

  /** One frame that began at `now`: shows what there is and paints some of what is missing; tells in how many milliseconds there is more to do: 0 with the next frame, Infinity when something changes. `settled` is whether nobody zooms. */
  frame(viewport: Viewport, settled: boolean, now: number): number {
    const layer = this.layerFor(viewport, settled);
    if (!this.isShown(viewport)) this.movedAt = now;
    const atRest = now - this.movedAt > REST_MS;
    const tiles = layer.seen(grown(viewport.seen, (atRest ? AHEAD_AT_REST_PIXELS : AHEAD_PIXELS) / viewport.scale));
    const whole = layer.covering(viewport.seen).every(({ canvas }) => canvas !== null);
    if (whole && this.before) {
      this.before = null;
      this.stale = true;
    }
    if (this.stale || !this.isShown(viewport)) this.show(layer, viewport, whole);
    const missing = tiles.filter((tile) => layer.lacks(tile));
    if (missing.length > 0) {
      const { changes } = layer;
      layer.work(visibleFirst(layer, missing, viewport), now + (atRest ? BUDGET_AT_REST_MS : BUDGET_MS), () => performance.now());
      if (layer.changes !== changes) this.stale = true;
    }
    if (missing.length > 0 || this.stale || layer.scale !== viewport.scale) return 0;
    return atRest ? Infinity : REST_MS;
  }

  forget(): void {
    this.layer = this.before = null;
  }

  private show(layer: TileLayer, viewport: Viewport, whole: boolean): void {
    this.copy(layer, viewport, whole);
    drawMarks(this.context, this.density, this.marks, this.plan, viewport, this.look.tokens);
    this.stale = false;
    this.shown = { left: viewport.left, top: viewport.top, scale: viewport.scale };
  }

  private isShown({ left, top, scale }: Viewport): boolean {
    return this.shown.left === left && this.shown.top === top && this.shown.scale === scale;
  }

  private tonesNow(): number[] {
    return this.plan.sections.map((section) => this.look.painter.tone(section));
  }

  private layerFor({ scale, seen }: Viewport, settled: boolean): TileLayer {
    const stretch = this.layer ? Math.max(scale / this.layer.scale, this.layer.scale / scale) : Infinity;
    if (this.layer && (stretch === 1 || (!settled && stretch < STRETCH_MAX))) return this.layer;
    // The one before is kept only where it has something to show.
    if (this.layer && this.layer.painted(seen).length > 0) this.before = this.layer;
    this.layer = new TileLayer(scale, this.density, this.look.painter, canvasOf);
    this.stale = true;
    return this.layer;
  }

  private copy(layer: TileLayer, viewport: Viewport, whole: boolean): void {
    // Tiles have a ground of their own: where all are there, nothing shines through.
    if (!whole) {
      this.context.fillStyle = css(this.look.tokens.ground);
      this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
      if (this.before) this.copyTiles(this.before, viewport);
    }
    this.copyTiles(layer, viewport);
  }

  private copyTiles(layer: TileLayer, { left, top, scale, seen }: Viewport): void {
    const device = (TILE_PIXELS / layer.scale) * scale * this.density;
    const [offsetX, offsetY] = [left * scale * this.density, top * scale * this.density];
    for (const { canvas, column, line } of layer.painted(seen)) {
      // Both edges are rounded, not edge and size: no seam between neighbours.
      const [x, y] = [Math.round(column * device - offsetX), Math.round(line * device - offsetY)];
      const [right, bottom] = [Math.round((column + 1) * device - offsetX), Math.round((line + 1) * device - offsetY)];
      this.context.drawImage(canvas!, x, y, right - x, bottom - y);
    }
  }
}

function visibleFirst(layer: TileLayer, tiles: readonly Tile[], viewport: Viewport): Tile[] {
  const visible = new Set(layer.covering(viewport.seen));
  return [...tiles.filter((tile) => visible.has(tile)), ...tiles.filter((tile) => !visible.has(tile))];
}

export function canvasOf(pixels: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = pixels;
  return canvas;
}
