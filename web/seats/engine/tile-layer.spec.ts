import { expect, test } from 'vitest';
import { TILE_PIXELS, TileLayer, type Painter } from './tile-layer.ts';

// The layer never looks into a canvas: any thing that is one of its own will do.
const canvasOf = () => ({}) as HTMLCanvasElement;
const rect = { left: 0, top: 0, right: TILE_PIXELS * 2 - 1, bottom: TILE_PIXELS - 1 };

function counted(slices: number) {
  const done = { tiles: 0, slices: 0, touched: [] as number[] };
  const painter: Painter = {
    *tile() {
      for (let at = 0; at < slices; at += 1) {
        done.slices += 1;
        yield;
      }
      done.tiles += 1;
    },
    touch: (_canvas, _rect, _scale, _density, seats) => void done.touched.push(...seats),
  };
  return { done, layer: new TileLayer(1, 1, painter, canvasOf) };
}

/** A clock that goes on by one at each look, so that a budget is a number of steps. */
const steps = () => {
  let now = 0;
  return () => (now += 1);
};

test('work ends with its budget and goes on where it ended', () => {
  const { done, layer } = counted(3);
  const tiles = layer.seen(rect);
  expect(tiles).toHaveLength(2);
  expect(layer.work(tiles, 3, steps())).toBe(true);
  expect(done.tiles).toBe(0);
  let looks = 0;
  while (layer.work(tiles, 3, steps())) looks += 1;
  expect(done).toMatchObject({ tiles: 2, slices: 6 });
  expect(looks).toBeGreaterThan(1);
  expect(layer.painted(rect)).toHaveLength(2);
});

test('a changed seat is painted over in the tiles it reaches into, and only there', () => {
  const { done, layer } = counted(1);
  const tiles = layer.seen(rect);
  layer.work(tiles, Infinity, steps());
  layer.touch([0, 1], new Float32Array([TILE_PIXELS - 1, 20]), new Float32Array([20, 20]), 3);
  layer.work(tiles, Infinity, steps());
  expect(done.touched).toEqual([0, 1, 0]);
  expect(done.tiles).toBe(2);
});

test('a seat that changes while its tile is being painted is painted over afterwards', () => {
  const { done, layer } = counted(2);
  const tiles = layer.seen(rect);
  layer.work(tiles, 2, steps());
  layer.touch([7], Float32Array.from({ length: 8 }, () => 20), Float32Array.from({ length: 8 }, () => 20), 3);
  layer.work(tiles, Infinity, steps());
  expect(done.touched).toEqual([7]);
});

test('a spoilt tile is shown as it was until it is painted anew', () => {
  const { done, layer } = counted(1);
  const tiles = layer.seen(rect);
  layer.work(tiles, Infinity, steps());
  const before = tiles.map(({ canvas }) => canvas);
  layer.spoilIn({ left: 0, top: 0, right: 10, bottom: 10 });
  expect(tiles.map(({ canvas }) => canvas)).toEqual(before);
  layer.work(tiles, Infinity, steps());
  expect(done.tiles).toBe(3);
  expect(tiles[0]!.canvas).not.toBe(before[0]);
  expect(tiles[1]!.canvas).toBe(before[1]);
});

test('what is out of sight is forgotten, the oldest first, and never what is seen', () => {
  const { layer } = counted(1);
  for (let at = 0; at < 400; at += 1) {
    const tiles = layer.seen({ left: at * TILE_PIXELS, top: 0, right: (at + 1) * TILE_PIXELS, bottom: 10 });
    layer.work(tiles, Infinity, steps());
  }
  const kept = layer.painted({ left: 0, top: 0, right: 500 * TILE_PIXELS, bottom: 10 });
  expect(kept.length).toBeLessThanOrEqual(194);
  expect(kept.some(({ column }) => column === 400)).toBe(true);
  expect(kept.some(({ column }) => column === 0)).toBe(false);
});
