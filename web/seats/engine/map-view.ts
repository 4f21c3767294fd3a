// The map on the screen: what is seen, painted ahead in tiles and copied into one canvas, and what lies over it (one's own seats, offers, the cursor).

import { readAreas, type Area } from './areas.ts';
import { drawMine, REACH_SHARE, RINGS_FROM } from './glyphs.ts';
import { outlineOf } from './outline.ts';
import { css, ramp, type Colour, type Tokens } from './palette.ts';
import { grown, meets, planBounds, union, type Plan, type Section } from './plan.ts';
import { PlanPainter, SEATS_FROM } from './plan-painter.ts';
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
// How far the cursor jumps over aisles and passages.
const CURSOR_PITCHES = 8;
// Half of what a finger needs.
const FINGER_PIXELS = 22;

export interface MapMarks {
  readonly mine: readonly number[];
  readonly offered: readonly number[];
  readonly cursor: number | null;
}

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

interface Glide {
  readonly from: { left: number; top: number; scale: number };
  readonly to: { left: number; top: number; scale: number };
  readonly since: number;
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
  private glide: Glide | null = null;
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
    [this.tokens, this.accessible] = [tokens, accessible];
    this.painter = this.paint();
    this.before = null;
    this.anew();
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

  /** The next seat in that direction, the straighter the better; undefined at the end. */
  seatBeside(seat: number, dx: number, dy: number): number | undefined {
    const { plan, grid } = this;
    const [x, y] = [plan.x[seat]!, plan.y[seat]!];
    const reach = plan.pitch * CURSOR_PITCHES;
    let [best, least] = [undefined as number | undefined, Infinity];
    for (const other of grid.within({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach })) {
      const [ahead, aside] = [(plan.x[other]! - x) * dx + (plan.y[other]! - y) * dy, Math.abs((plan.x[other]! - x) * dy) + Math.abs((plan.y[other]! - y) * dx)];
      const cost = ahead + aside * 2;
      if (other !== seat && ahead > plan.pitch * 0.2 && aside <= ahead * 1.2 && cost < least) [best, least] = [other, cost];
    }
    return best;
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

  private anew(): void {
    this.layer = null;
    this.ask();
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
    this.over();
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
    const { from, to, since } = this.glide;
    const share = Math.min(1, Math.max(0, (now - since) / GLIDE_MS));
    if (share === 1) {
      Object.assign(this.viewport, to);
      this.glide = null;
      return;
    }
    const eased = 1 - (1 - share) ** 3;
    const scale = from.scale * (to.scale / from.scale) ** eased;
    // The point that stays where it is while the scale goes from one to the other moves in a straight line.
    const part = from.scale === to.scale ? eased : (1 / scale - 1 / from.scale) / (1 / to.scale - 1 / from.scale);
    Object.assign(this.viewport, { scale, left: from.left + (to.left - from.left) * part, top: from.top + (to.top - from.top) * part });
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

  private over(): void {
    const { context, density, tokens, viewport } = this;
    context.save();
    context.scale(density, density);
    const radius = Math.max(7, viewport.seatPixels * 0.42);
    const at = (seat: number) => viewport.toScreen(this.plan.x[seat]!, this.plan.y[seat]!);
    for (const seat of this.marks.offered) this.ring(at(seat), radius + 2, css(tokens.cool), [4, 3]);
    for (const seat of this.marks.mine) drawMine(context, at(seat).x, at(seat).y, radius, tokens);
    if (this.marks.cursor !== null) this.ring(at(this.marks.cursor), radius + 4, css(tokens.light), []);
    context.restore();
  }

  private ring({ x, y }: { x: number; y: number }, radius: number, colour: string, dashes: number[]): void {
    this.context.strokeStyle = colour;
    this.context.lineWidth = 3;
    this.context.setLineDash(dashes);
    this.context.beginPath();
    this.context.arc(x, y, radius, 0, 2 * Math.PI);
    this.context.stroke();
    this.context.setLineDash([]);
  }
}

function canvasOf(pixels: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = pixels;
  return canvas;
}
