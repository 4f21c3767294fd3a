// The plan painted once in squares of pixels, so that moving it costs a few copies per frame however many seats there are. A layer is one scale; squares are
// painted in slices within a budget of time, and the most recently seen are kept.

import type { Rect } from './plan.ts';

/** In CSS pixels: a phone's map is some 20 of them. The first copy of a tile pays for all that was painted into it, so a larger one would be felt. */
export const TILE_PIXELS = 128;
// At twice the density a tile is a quarter of a megabyte; this is what a cheap phone can spare, and two screens of a large one.
const TILES_MAX = 192;

/** Paints into a tile; each step is a slice of some tenths of a millisecond. */
export type Painting = Generator<void, void, void>;

export interface Tile {
  readonly column: number;
  readonly line: number;
  canvas: HTMLCanvasElement | null;
  painting: { readonly job: Painting; readonly canvas: HTMLCanvasElement } | null;
  stale: boolean;
  /** Seats to be painted over. */
  touched: number[];
  seenAt: number;
}

export interface Painter {
  /** Paints the whole tile. */
  tile(canvas: HTMLCanvasElement, rect: Rect, scale: number, density: number): Painting;
  /** Paints some seats over what they were. */
  touch(canvas: HTMLCanvasElement, rect: Rect, scale: number, density: number, seats: readonly number[]): void;
}

// Beyond this a tile is faster painted anew.
const TOUCHED_MAX = 200;

export class TileLayer {
  readonly scale: number;
  readonly density: number;
  private readonly painter: Painter;
  private readonly canvasOf: (pixels: number) => HTMLCanvasElement;
  private readonly tiles = new Map<number, Tile>();
  private looks = 0;
  /** Grows whenever what a tile shows has changed. */
  changes = 0;

  constructor(scale: number, density: number, painter: Painter, canvasOf: (pixels: number) => HTMLCanvasElement) {
    this.scale = scale;
    this.density = density;
    this.painter = painter;
    this.canvasOf = canvasOf;
  }

  rectOf({ column, line }: Pick<Tile, 'column' | 'line'>): Rect {
    const side = TILE_PIXELS / this.scale;
    return { left: column * side, top: line * side, right: (column + 1) * side, bottom: (line + 1) * side };
  }

  /** The tiles that cover the rectangle, made where they are missing; to be asked once a frame. */
  seen(rect: Rect): Tile[] {
    this.looks += 1;
    const seen = this.covering(rect);
    for (const tile of seen) tile.seenAt = this.looks;
    this.forget();
    return seen;
  }

  /** The same without counting as a look. */
  covering({ left, top, right, bottom }: Rect): Tile[] {
    const side = TILE_PIXELS / this.scale;
    const covering: Tile[] = [];
    for (let line = Math.floor(top / side); line <= Math.floor(bottom / side); line += 1) {
      for (let column = Math.floor(left / side); column <= Math.floor(right / side); column += 1) covering.push(this.at(column, line));
    }
    return covering;
  }

  /** What was painted and lies in the rectangle; makes nothing. */
  painted({ left, top, right, bottom }: Rect): Tile[] {
    const side = TILE_PIXELS / this.scale;
    const painted: Tile[] = [];
    for (const tile of this.tiles.values()) {
      const { canvas, column, line } = tile;
      if (canvas !== null && column * side < right && (column + 1) * side > left && line * side < bottom && (line + 1) * side > top) painted.push(tile);
    }
    return painted;
  }

  /** Whether something of the tile is to be painted. */
  lacks({ canvas, stale, touched }: Tile): boolean {
    return canvas === null || stale || touched.length > 0;
  }

  /** Goes on with the first of the tiles that lacks something, until `now` passes `until`; true while something is left to do. */
  work(tiles: readonly Tile[], until: number, now: () => number): boolean {
    for (const tile of tiles) {
      while (tile.canvas === null || tile.stale) {
        this.step(tile);
        if (now() >= until) return true;
      }
      // What changed while the tile was painted may stand in it as it was before.
      if (tile.touched.length > 0) {
        this.painter.touch(tile.canvas, this.rectOf(tile), this.scale, this.density, tile.touched);
        tile.touched = [];
        this.changes += 1;
        if (now() >= until) return true;
      }
    }
    return false;
  }

  private step(tile: Tile): void {
    if (!tile.painting) {
      const canvas = this.canvasOf(Math.round(TILE_PIXELS * this.density));
      tile.painting = { canvas, job: this.painter.tile(canvas, this.rectOf(tile), this.scale, this.density) };
      tile.touched = [];
      return;
    }
    if (!tile.painting.job.next().done) return;
    tile.canvas = tile.painting.canvas;
    tile.painting = null;
    tile.stale = false;
    this.changes += 1;
  }

  /** Seats are different now: those tiles are painted over where they lie. `reach` is how far a seat's drawing goes, in the plan's units. */
  touch(seats: readonly number[], x: Float32Array, y: Float32Array, reach: number): void {
    const side = TILE_PIXELS / this.scale;
    for (const seat of seats) {
      const [left, right] = [Math.floor((x[seat]! - reach) / side), Math.floor((x[seat]! + reach) / side)];
      const [top, bottom] = [Math.floor((y[seat]! - reach) / side), Math.floor((y[seat]! + reach) / side)];
      for (let line = top; line <= bottom; line += 1) {
        for (let column = left; column <= right; column += 1) {
          const tile = this.tiles.get(keyOf(column, line));
          if (!tile) continue;
          tile.touched.push(seat);
          if (tile.touched.length > TOUCHED_MAX) this.spoil(tile);
        }
      }
    }
  }

  /** What lies in the rectangle has to be painted anew; until then it stays as it was. */
  spoilIn(rect: Rect): void {
    for (const tile of this.tiles.values()) {
      const own = this.rectOf(tile);
      if (own.left < rect.right && own.right > rect.left && own.top < rect.bottom && own.bottom > rect.top) this.spoil(tile);
    }
  }

  private spoil(tile: Tile): void {
    tile.stale = tile.canvas !== null;
    tile.painting = null;
    tile.touched = [];
  }

  private at(column: number, line: number): Tile {
    const key = keyOf(column, line);
    let tile = this.tiles.get(key);
    if (!tile) {
      tile = { column, line, canvas: null, painting: null, stale: false, touched: [], seenAt: 0 };
      this.tiles.set(key, tile);
    }
    return tile;
  }

  private forget(): void {
    if (this.tiles.size <= TILES_MAX) return;
    const unseen = [...this.tiles.entries()].filter(([, { seenAt }]) => seenAt < this.looks).sort(([, a], [, b]) => a.seenAt - b.seenAt);
    for (const [key] of unseen.slice(0, this.tiles.size - TILES_MAX)) this.tiles.delete(key);
  }
}

// Tiles of a plan are some hundreds each way, around its corner.
const keyOf = (column: number, line: number): number => (line + 0x8000) * 0x10000 + column + 0x8000;
