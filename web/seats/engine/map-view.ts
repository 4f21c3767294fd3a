// The map on the screen: what is seen, painted ahead in tiles and copied into one canvas, and what lies over it (one's own seats, offers, the cursor).

import { readAreas, type Area } from './areas.ts';
import { between, type View } from './glide.ts';
import { REACH_SHARE, RINGS_FROM } from './glyphs.ts';
import { outlineOf } from './outline.ts';
import { drawMarks, type MapMarks } from './overlay.ts';
import { css, ramp, type Colour, type Tokens } from './palette.ts';
import { grown, meets, planBounds, union, type Plan, type Section } from './plan.ts';
import { PlanPainter, SEATS_FROM } from './plan-painter.ts';
import { seatBeside } from './pointing.ts';
import { SeatGrid } from './seat-grid.ts';
import type { SeatStates } from './states.ts';
import { TILE_PIXELS, TileLayer } from './tile-layer.ts';
import { Viewport } from './viewport.ts';

// What painting may take of a frame on top of copying: with it a frame stays below 4 ms on a phone a quarter as fast as this machine.
const BUDGET_MS = 0.8;
// Painted ahead of what is seen, so that a finger's pace meets painted ground.
const AHEAD_PIXELS = 96;
// While fingers zoom, what was painted is stretched; from here on it would be a blur.
const STRETCH_MAX = 1.8;
const SETTLED_MS = 140;
const GLIDE_MS = 280;
// More than two pixels a point is not seen on a map and costs half a phone's memory.
const DENSITY_MAX = 2;
// Numbers can be read and a finger meets one seat.
const SEAT_PIXELS_CHOSEN = 30;
// Half of what a finger needs.
const FINGER_PIXELS = 22;

export interface MapEvents {
  seat(seat: number): void;
  /** A section was asked for from afar. */
  section(section: Section): void;
  /** An area with words on it, and no seat near. */
  area(words: string): void;
}

export interface Setting {
  readonly canvas: HTMLCanvasElement;
  readonly plan: Plan;
  readonly states: SeatStates;
  /** The plan's areas as the API tells them. */
  readonly drawn: readonly unknown[];
  /** The dearest first. */
  readonly categories: readonly string[];
  readonly tokens: Tokens;
  readonly events: MapEvents;
}

export class MapView {
  readonly viewport: Viewport;
  readonly grid: SeatGrid;
  private readonly canvas: HTMLCanvasElement;
  private readonly plan: Plan;
  private readonly states: SeatStates;
  private readonly categories: readonly string[];
  private readonly events: MapEvents;
  private tokens: Tokens;
  private readonly context: CanvasRenderingContext2D;
  private readonly areas: readonly Area[];
  private readonly outlines;
  private tones: number[] = [];
  private painter: PlanPainter;
  private layer: TileLayer | null = null;
  private before: TileLayer | null = null;
  private marks: MapMarks = { mine: [], offered: [], cursor: null };
  private density = 1;
  private asked = 0;
  private zoomedAt = 0;
  private glide: { readonly from: View; readonly to: View; readonly since: number } | null = null;
  private accessible = false;
  private restless = true;

  constructor({ canvas, plan, states, drawn, categories, tokens, events }: Setting) {
    this.canvas = canvas;
    this.plan = plan;
    this.states = states;
    this.categories = categories;
    this.tokens = tokens;
    this.events = events;
    this.context = canvas.getContext('2d', { alpha: false })!;
    this.areas = readAreas(drawn);
    this.grid = new SeatGrid(plan);
    this.outlines = plan.sections.map((section) => (section.bounds ? outlineOf(plan, section) : null));
    const bounds = grown(this.areas.map((area) => area.bounds).reduce(union, planBounds(plan)), plan.pitch);
    this.viewport = new Viewport(bounds, plan.pitch);
    this.painter = this.paint();
  }

  resize(width: number, height: number, density: number): void {
    const before = this.density;
    this.density = Math.min(DENSITY_MAX, Math.max(1, density));
    this.canvas.width = Math.round(width * this.density);
    this.canvas.height = Math.round(height * this.density);
    this.viewport.resize(width, height);
    if (this.density !== before) this.layer = this.before = null;
    // A canvas of a new size is empty: what is there is copied before anybody sees that.
    if (this.layer) this.copy(this.layer, false);
    this.ask();
  }

  /** Another theme, or only wheelchair places. */
  dress(tokens: Tokens, accessible: boolean): void {
    // The old colours would flash; what is merely more or less bright stays until it is painted.
    this.before = tokens === this.tokens ? this.layer : null;
    [this.tokens, this.accessible] = [tokens, accessible];
    this.painter = this.paint();
    this.layer = null;
    this.ask();
  }

  mark(marks: MapMarks): void {
    this.marks = marks;
    this.ask();
  }

  /** These seats are different now. */
  refresh(seats: readonly number[]): void {
    if (seats.length === 0 || !this.layer) return;
    if (this.plan.pitch * this.layer.scale >= SEATS_FROM) this.layer.touch(seats, this.plan.x, this.plan.y, this.plan.pitch * REACH_SHARE);
    for (const index of new Set(seats.map((seat) => this.plan.sectionOf[seat]!))) {
      const section = this.plan.sections[index]!;
      const tone = this.painter.tone(section);
      if (tone === this.tones[index]) continue;
      this.tones[index] = tone;
      if (this.plan.pitch * this.layer.scale < SEATS_FROM) this.layer.spoilIn(grown(section.bounds!, this.outlines[index]!.breadth));
    }
    this.ask();
  }

  pan(dx: number, dy: number): void {
    this.glide = null;
    this.viewport.pan(dx, dy);
    this.ask();
  }

  zoom(factor: number, x = this.viewport.width / 2, y = this.viewport.height / 2): void {
    this.glide = null;
    this.viewport.zoom(factor, x, y);
    this.zoomedAt = performance.now();
    this.ask();
  }

  showAll(): void {
    this.glideTo((viewport) => viewport.show(planBounds(this.plan)));
  }

  showSection({ bounds }: Section): void {
    if (bounds) this.glideTo((viewport) => viewport.show(grown(bounds, this.plan.pitch)));
  }

  showSeat(seat: number): void {
    this.glideTo((viewport) => viewport.approach(this.plan.x[seat]!, this.plan.y[seat]!, Math.max(viewport.seatPixels, SEAT_PIXELS_CHOSEN)));
  }

  /** Whether seats are large enough to be chosen by a finger. */
  get choosable(): boolean {
    return this.viewport.seatPixels >= RINGS_FROM * 1.5;
  }

  /** The seat from which arrows begin: the one nearest to the middle. */
  get middleSeat(): number | undefined {
    const { width, height, scale } = this.viewport;
    const { x, y } = this.viewport.toPlan(width / 2, height / 2);
    return this.grid.nearest(x, y, Math.hypot(width, height) / 2 / scale);
  }

  /** The next seat in that direction; undefined at the end. */
  seatBeside(seat: number, dx: number, dy: number): number | undefined {
    return seatBeside(this.plan, this.grid, seat, dx, dy);
  }

  /** Moves just so far that the seat is seen. */
  reveal(seat: number): void {
    const { x, y } = this.viewport.toScreen(this.plan.x[seat]!, this.plan.y[seat]!);
    const { width, height } = this.viewport;
    const by = (at: number, size: number) => (at < FINGER_PIXELS * 2 ? FINGER_PIXELS * 2 - at : Math.min(0, size - FINGER_PIXELS * 2 - at));
    this.pan(by(x, width), by(y, height));
  }

  /** A tap: a seat where seats can be told apart, else the section or a step nearer. */
  tap(x: number, y: number): void {
    const at = this.viewport.toPlan(x, y);
    const { seatPixels } = this.viewport;
    const seat = this.grid.nearest(at.x, at.y, Math.max(FINGER_PIXELS / this.viewport.scale, seatPixels < SEATS_FROM ? this.plan.pitch * 4 : 0));
    if (seat === undefined) {
      const area = this.areas.find(({ text, bounds }) => text !== null && meets(bounds, { left: at.x, right: at.x, top: at.y, bottom: at.y }));
      return area && this.events.area(area.text!);
    }
    const section = this.plan.sections[this.plan.sectionOf[seat]!]!;
    if (this.choosable) return this.events.seat(seat);
    this.events.section(section);
    if (seatPixels >= SEATS_FROM) this.glideTo((viewport) => viewport.approach(at.x, at.y, SEAT_PIXELS_CHOSEN));
    else this.showSection(section);
  }

  destroy(): void {
    cancelAnimationFrame(this.asked);
    this.asked = -1;
    this.layer = this.before = null;
  }

  private paint(): PlanPainter {
    const all = ramp(this.tokens, this.categories.length);
    const colours = this.plan.sections.map(({ category }): Colour => all[Math.max(0, this.categories.indexOf(category))] ?? this.tokens.light);
    const painter = new PlanPainter({
      plan: this.plan, states: this.states, grid: this.grid, outlines: this.outlines, areas: this.areas, colours, tokens: this.tokens, accessible: this.accessible, canvasOf,
    });
    this.tones = this.plan.sections.map((section) => painter.tone(section));
    return painter;
  }

  private glideTo(move: (viewport: Viewport) => void): void {
    const { viewport } = this;
    const from = { left: viewport.left, top: viewport.top, scale: viewport.scale };
    move(viewport);
    const to = { left: viewport.left, top: viewport.top, scale: viewport.scale };
    this.zoomedAt = performance.now();
    if (!matchMedia('(prefers-reduced-motion: reduce)').matches) {
      Object.assign(viewport, from);
      this.glide = { from, to, since: performance.now() };
    }
    this.ask();
  }

  private ask(): void {
    this.restless = true;
    if (this.asked === 0) this.asked = requestAnimationFrame((now) => this.frame(now));
  }

  private frame(now: number): void {
    this.asked = 0;
    const began = performance.now();
    this.move(now);
    const layer = this.layerFor(began);
    const tiles = layer.seen(grown(this.viewport.seen, AHEAD_PIXELS / this.viewport.scale));
    this.copy(layer, tiles.every(({ canvas }) => canvas !== null));
    drawMarks(this.context, this.density, this.marks, this.plan, this.viewport, this.tokens);
    const more = layer.work(this.visibleFirst(layer, tiles), began + BUDGET_MS, () => performance.now());
    if (more || this.glide || layer.scale !== this.viewport.scale) return this.ask();
    if (this.before) {
      this.before = null;
      return this.ask();
    }
    if (!this.restless) return;
    // What was painted last is copied by one more frame.
    this.restless = false;
    this.asked = requestAnimationFrame((next) => this.frame(next));
  }

  private visibleFirst(layer: TileLayer, tiles: ReturnType<TileLayer['seen']>) {
    const { left, top, right, bottom } = this.viewport.seen;
    const visible = (tile: (typeof tiles)[number]) => {
      const rect = layer.rectOf(tile);
      return rect.left < right && rect.right > left && rect.top < bottom && rect.bottom > top;
    };
    return [...tiles.filter(visible), ...tiles.filter((tile) => !visible(tile))];
  }

  private move(now: number): void {
    if (!this.glide) return;
    const share = Math.min(1, Math.max(0, (now - this.glide.since) / GLIDE_MS));
    Object.assign(this.viewport, between(this.glide.from, this.glide.to, share));
    if (share === 1) this.glide = null;
  }

  private layerFor(now: number): TileLayer {
    const { scale } = this.viewport;
    const stretch = this.layer ? Math.max(scale / this.layer.scale, this.layer.scale / scale) : Infinity;
    const settled = !this.glide && now - this.zoomedAt > SETTLED_MS;
    if (this.layer && (stretch === 1 || (!settled && stretch < STRETCH_MAX))) return this.layer;
    // The one before is kept only where it has something to show.
    if (this.layer && this.layer.painted(this.viewport.seen).length > 0) this.before = this.layer;
    this.layer = new TileLayer(scale, this.density, this.painter, canvasOf);
    return this.layer;
  }

  private copy(layer: TileLayer, complete: boolean): void {
    this.context.fillStyle = css(this.tokens.ground);
    this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    for (const each of complete || !this.before ? [layer] : [this.before, layer]) this.copyTiles(each);
  }

  private copyTiles(layer: TileLayer): void {
    const { left, top, scale, seen } = this.viewport;
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

function canvasOf(pixels: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = pixels;
  return canvas;
}
