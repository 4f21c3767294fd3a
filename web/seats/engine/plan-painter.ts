// Paints tiles: from far the sections, as full as there is to have; from near their seats.

import type { Area } from './areas.ts';
import { Glyphs, NUMBERS_FROM, REACH_SHARE, type SeatKind } from './glyphs.ts';
import type { Outline } from './outline.ts';
import { css, mix, type Colour, type Tokens } from './palette.ts';
import { grown, meets, rowOfSeat, type Plan, type Rect, type Section } from './plan.ts';
import type { SeatGrid } from './seat-grid.ts';
import type { SeatStates } from './states.ts';
import type { Painter, Painting } from './tile-layer.ts';

/** Nearer than this, in pixels from seat to seat, seats are seen; from further the sections. */
export const SEATS_FROM = 3.2;
// A slice of a tile's painting; copying so many seats is some tenths of a millisecond on a cheap phone.
const SEATS_PER_SLICE = 16;
const FACE = 'Figtree, system-ui, sans-serif';
// A fuller colour says that there is more to have, in so many steps.
const TONES = 4;

export interface Scene {
  readonly plan: Plan;
  readonly states: SeatStates;
  readonly grid: SeatGrid;
  readonly outlines: readonly (Outline | null)[];
  readonly areas: readonly Area[];
  /** By section. */
  readonly colours: readonly Colour[];
  readonly tokens: Tokens;
  /** Only wheelchair places and the seats beside them are offered. */
  readonly accessible: boolean;
  readonly canvasOf: (pixels: number) => HTMLCanvasElement;
}

type Context = CanvasRenderingContext2D;

export class PlanPainter implements Painter {
  private readonly scene: Scene;
  private readonly paths: (Path2D | null)[];
  private glyphs: { readonly of: Glyphs; readonly pixels: number } | null = null;

  constructor(scene: Scene) {
    this.scene = scene;
    this.paths = scene.outlines.map((outline) => outline && pathOf(outline.lines));
  }

  *tile(canvas: HTMLCanvasElement, rect: Rect, scale: number, density: number): Painting {
    const context = canvas.getContext('2d', { alpha: false })!;
    const { plan, tokens, areas, grid } = this.scene;
    context.fillStyle = css(tokens.ground);
    context.fillRect(0, 0, canvas.width, canvas.height);
    const device = scale * density;
    context.setTransform(device, 0, 0, device, -rect.left * device, -rect.top * device);
    for (const area of areas) if (meets(area.bounds, rect)) this.area(context, area, scale);
    yield;
    const near = plan.pitch * scale >= SEATS_FROM;
    for (const section of plan.sections) {
      const outline = this.scene.outlines[section.index];
      if (!outline || !section.bounds || !meets(grown(section.bounds, outline.breadth), rect)) continue;
      this.ground(context, section, near, scale);
      yield;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (!near) return yield* this.names(context, rect, scale, density);
    const seats = grid.within(grown(rect, plan.pitch * REACH_SHARE));
    for (let from = 0; from < seats.length; from += SEATS_PER_SLICE) {
      this.seats(context, rect, device, density, seats.slice(from, from + SEATS_PER_SLICE));
      yield;
    }
    if (plan.pitch * scale >= NUMBERS_FROM * 0.6) this.rowNames(context, rect, scale, density);
  }

  touch(canvas: HTMLCanvasElement, rect: Rect, scale: number, density: number, seats: readonly number[]): void {
    if (this.scene.plan.pitch * scale < SEATS_FROM) return;
    this.seats(canvas.getContext('2d', { alpha: false })!, rect, scale * density, density, seats);
  }

  /** In which step of fullness a section is painted from afar: what must change before it is painted anew. */
  tone({ index, capacity }: Section): number {
    const { states, accessible } = this.scene;
    const free = accessible ? this.freePlaces(index) : states.freeIn(index);
    return free === 0 ? 0 : Math.ceil((TONES * free) / (accessible ? free : capacity));
  }

  private freePlaces(section: number): number {
    let free = 0;
    for (const seat of this.scene.plan.wheelchair) if (this.scene.plan.sectionOf[seat] === section && this.scene.states.isFree(seat)) free += 1;
    return free;
  }

  private area(context: Context, { points, text, textAt, isStage, bounds }: Area, scale: number): void {
    const { tokens } = this.scene;
    context.fillStyle = css(isStage ? mix(tokens.ground, tokens.light, 0.22) : mix(tokens.ground, tokens.raised, 0.8));
    context.strokeStyle = css(isStage ? mix(tokens.ground, tokens.light, 0.6) : tokens.line);
    context.lineWidth = 1 / scale;
    context.fill(pathOf([points], true));
    context.stroke(pathOf([points], true));
    const size = Math.min(18, (bounds.right - bounds.left) * scale * 0.16);
    if (text === null || size < 8) return;
    context.fillStyle = css(isStage ? tokens.light : tokens.quiet);
    context.font = `700 ${size / scale}px ${FACE}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(text, textAt.x, textAt.y);
  }

  private ground(context: Context, section: Section, near: boolean, scale: number): void {
    const { tokens, outlines, colours } = this.scene;
    const [path, outline, colour] = [this.paths[section.index]!, outlines[section.index]!, colours[section.index]!];
    context.lineJoin = 'round';
    context.lineWidth = outline.breadth + 2.5 / scale;
    context.strokeStyle = css(near ? mix(tokens.ground, tokens.line, 0.7) : mix(tokens.ground, colour, 0.75));
    context.stroke(path);
    context.lineWidth = outline.breadth;
    const tone = near ? 0 : this.tone(section);
    context.strokeStyle = css(near ? tokens.raised : tone === 0 ? tokens.ground : mix(tokens.ground, colour, 0.16 + (0.5 * tone) / TONES));
    context.stroke(path);
  }

  private seats(context: Context, rect: Rect, device: number, density: number, seats: readonly number[]): void {
    const { plan, colours, tokens, canvasOf } = this.scene;
    const pixels = plan.pitch * device;
    if (this.glyphs?.pixels !== pixels) this.glyphs = { of: new Glyphs(tokens, pixels, density, canvasOf), pixels };
    const numbered = pixels / density >= NUMBERS_FROM;
    if (numbered) {
      context.font = `600 ${pixels * 0.32}px ${FACE}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.fillStyle = css(tokens.ink);
    }
    for (const seat of seats) {
      const kind = this.kindOf(seat);
      const glyph = this.glyphs.of.of(kind, colours[plan.sectionOf[seat]!]!);
      const [x, y] = [(plan.x[seat]! - rect.left) * device, (plan.y[seat]! - rect.top) * device];
      context.drawImage(glyph, Math.round(x - glyph.width / 2), Math.round(y - glyph.height / 2));
      if (numbered && kind !== 'taken' && kind !== 'dim' && kind !== 'wheelchair') context.fillText(plan.numbers[seat]!, x, y + pixels * 0.02);
    }
  }

  private kindOf(seat: number): SeatKind {
    const { plan, states, accessible } = this.scene;
    if (!states.isFree(seat)) return 'taken';
    if (plan.wheelchair.has(seat)) return 'wheelchair';
    if (plan.companionOf.has(seat)) return 'companion';
    return accessible ? 'dim' : 'free';
  }

  /** A section's whole name where it has room, else its last word, which is its number; else none. */
  private *names(context: Context, rect: Rect, scale: number, density: number): Painting {
    const { plan, outlines, tokens } = this.scene;
    const size = 12.5;
    context.font = `700 ${size * density}px ${FACE}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const { bounds, name, index } of plan.sections) {
      const outline = outlines[index];
      if (!bounds || !outline || !meets(grown(bounds, outline.breadth), rect)) continue;
      const room = (bounds.right - bounds.left + outline.breadth * 0.5) * density * scale;
      const text = [name, name.split(' ').at(-1)!].find((words) => context.measureText(words).width <= room);
      if (text === undefined || (bounds.bottom - bounds.top + outline.breadth) * scale < size) continue;
      const [x, y] = [(outline.label.x - rect.left) * scale * density, (outline.label.y - rect.top) * scale * density];
      context.lineWidth = 3 * density;
      context.lineJoin = 'round';
      context.strokeStyle = css(tokens.ground);
      context.strokeText(text, x, y);
      context.fillStyle = css(tokens.ink);
      context.fillText(text, x, y);
      yield;
    }
  }

  /** Beside each row's first seat, on the far side of it. */
  private rowNames(context: Context, rect: Rect, scale: number, density: number): void {
    const { plan, grid, tokens } = this.scene;
    const device = scale * density;
    context.font = `700 ${Math.min(14, plan.pitch * scale * 0.42) * density}px ${FACE}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillStyle = css(tokens.quiet);
    for (const seat of grid.within(grown(rect, plan.pitch * 2))) {
      const row = rowOfSeat(plan, seat);
      if (row.first !== seat || row.count < 2) continue;
      const [dx, dy] = [plan.x[seat]! - plan.x[seat + 1]!, plan.y[seat]! - plan.y[seat + 1]!];
      const length = Math.hypot(dx, dy) || 1;
      const away = plan.pitch * 1.15;
      // A table's name is long, and its chairs stand around: only the number fits.
      const name = row.name.length > 4 ? row.name.split(' ').at(-1)! : row.name;
      context.fillText(name, (plan.x[seat]! + (dx / length) * away - rect.left) * device, (plan.y[seat]! + (dy / length) * away - rect.top) * device);
    }
  }
}

function pathOf(lines: readonly (readonly number[])[], closed = false): Path2D {
  const path = new Path2D();
  for (const line of lines) {
    for (let at = 0; at < line.length; at += 2) path[at === 0 ? 'moveTo' : 'lineTo'](line[at]!, line[at + 1]!);
    if (closed) path.closePath();
  }
  return path;
}
