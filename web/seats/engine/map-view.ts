// The map as fingers and the page know it: what is seen of the plan, how that moves, and what was meant by a tap. What it looks like is the screen's business.

import { readAreas, type Area } from './areas.ts';
import { between, type View } from './glide.ts';
import { RINGS_FROM } from './glyphs.ts';
import { canvasOf, MapScreen, type Look } from './map-screen.ts';
import { outlineOf } from './outline.ts';
import type { MapMarks } from './overlay.ts';
import { ramp, type Colour, type Tokens } from './palette.ts';
import { grown, meets, planBounds, union, type Plan, type Section } from './plan.ts';
import { PlanPainter, SEATS_FROM } from './plan-painter.ts';
import { seatBeside } from './pointing.ts';
import { SeatGrid } from './seat-grid.ts';
import type { SeatStates } from './states.ts';
import { Viewport } from './viewport.ts';

// Fingers that zoomed rest: what was stretched is painted anew.
const SETTLED_MS = 140;
const GLIDE_MS = 280;
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
  private readonly setting: Setting;
  private readonly plan: Plan;
  private readonly events: MapEvents;
  private readonly areas: readonly Area[];
  private readonly outlines;
  private readonly screen: MapScreen;
  private asked = 0;
  private later: ReturnType<typeof setTimeout> | undefined;
  private zoomedAt = 0;
  private glide: { readonly from: View; readonly to: View; readonly since: number } | null = null;

  constructor(setting: Setting) {
    const { canvas, plan, drawn, tokens, events } = setting;
    this.setting = setting;
    this.plan = plan;
    this.events = events;
    this.areas = readAreas(drawn);
    this.grid = new SeatGrid(plan);
    this.outlines = plan.sections.map((section) => (section.bounds ? outlineOf(plan, section) : null));
    const bounds = grown(this.areas.map((area) => area.bounds).reduce(union, planBounds(plan)), plan.pitch);
    this.viewport = new Viewport(bounds, plan.pitch);
    this.screen = new MapScreen(canvas, plan, this.outlines, this.lookOf(tokens, false));
  }

  resize(width: number, height: number, density: number): void {
    this.viewport.resize(width, height);
    this.screen.resize(this.viewport, density);
    this.ask();
  }

  /** Another theme, or only wheelchair places. */
  dress(tokens: Tokens, accessible: boolean): void {
    this.screen.dress(this.lookOf(tokens, accessible));
    this.ask();
  }

  mark(marks: MapMarks): void {
    this.screen.mark(marks);
    this.ask();
  }

  /** These seats are different now. */
  refresh(seats: readonly number[]): void {
    if (seats.length === 0) return;
    this.screen.refresh(seats);
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
    clearTimeout(this.later);
    this.asked = -1;
    this.screen.forget();
  }

  private lookOf(tokens: Tokens, accessible: boolean): Look {
    const { plan, grid, outlines, areas } = this;
    const { states, categories } = this.setting;
    const all = ramp(tokens, categories.length);
    const colours = plan.sections.map(({ category }): Colour => all[Math.max(0, categories.indexOf(category))] ?? tokens.light);
    return { tokens, painter: new PlanPainter({ plan, states, grid, outlines, areas, colours, tokens, accessible, canvasOf }) };
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
    if (this.asked === 0) this.asked = requestAnimationFrame((now) => this.frame(now));
  }

  /** One timer for however many frames want it: what it finds to be too early is asked for once more. */
  private askLater(ms: number): void {
    this.later ??= setTimeout(() => {
      this.later = undefined;
      this.ask();
    }, ms);
  }

  private frame(now: number): void {
    this.asked = 0;
    const began = performance.now();
    this.move(now);
    const settled = !this.glide && began - this.zoomedAt > SETTLED_MS;
    const wait = this.screen.frame(this.viewport, settled, began);
    if (wait === 0 || this.glide) this.ask();
    else if (wait < Infinity) this.askLater(wait);
  }

  private move(now: number): void {
    if (!this.glide) return;
    const share = Math.min(1, Math.max(0, (now - this.glide.since) / GLIDE_MS));
    Object.assign(this.viewport, between(this.glide.from, this.glide.to, share));
    if (share === 1) this.glide = null;
  }
}
