import { expect, test } from 'vitest';
import { readAreas } from './areas.ts';

const at = { x: 100, y: 50 };

test('both drafts of the format are read: areas with shapes, and older ones with width and height', () => {
  const [stage, old] = readAreas([
    { shape: 'rectangle', position: at, rectangle: { width: 40, height: 10 }, rotation: 0, text: { text: 'Palco' } },
    { position: at, width: 20, height: 20, text: { text: 'Pista' } },
  ]);
  expect(stage).toMatchObject({ bounds: { left: 100, top: 50, right: 140, bottom: 60 }, isStage: true, text: 'Palco' });
  expect(old).toMatchObject({ bounds: { left: 100, top: 50, right: 120, bottom: 70 }, isStage: false });
});

test('circles stand around their position, polygons are relative to it', () => {
  const [circle, polygon] = readAreas([
    { shape: 'circle', position: at, circle: { radius: 10 } },
    { shape: 'polygon', position: at, polygon: { points: [{ x: 0, y: 0 }, { x: 10, y: 0 }, { x: 5, y: 8 }] } },
  ]);
  expect(circle!.bounds.left).toBeCloseTo(90);
  expect(circle!.bounds.bottom).toBeCloseTo(60);
  expect(polygon!.points).toEqual([100, 50, 110, 50, 105, 58]);
});

test('an area is turned around its position', () => {
  const [turned] = readAreas([{ shape: 'rectangle', position: at, rectangle: { width: 40, height: 10 }, rotation: 90 }]);
  expect(turned!.bounds.left).toBeCloseTo(90);
  expect(turned!.bounds.bottom).toBeCloseTo(90);
});

test('what cannot be drawn is left out, and nothing breaks', () => {
  expect(readAreas([{}, null, { position: at }, { shape: 'spiral', position: at }, { shape: 'circle', position: { x: 'a', y: 1 }, circle: { radius: 3 } }, { shape: 'polygon', position: at, polygon: { points: 'no' } }])).toEqual([]);
});
