// What a plan draws beside the seats: the stage, the standing floor, table tops. Read with care, since the format leaves much open and the API passes it on as it came.

import type { Rect } from './plan.ts';

export interface Area {
  /** A polygon as x, y, x, y …, in the plan's units. */
  readonly points: readonly number[];
  readonly bounds: Rect;
  readonly text: string | null;
  readonly textAt: { readonly x: number; readonly y: number };
  readonly isStage: boolean;
}

// A plan is 64 MB at most; what is drawn of it is bounded here as well.
const AREAS_MAX = 2_000;
const POINTS_MAX = 500;
// A circle as a polygon: at the size of a screen its corners are not seen.
const CIRCLE_CORNERS = 32;
// The words by which the box office knows the stage too (docs/domain/seating-plans.md).
const STAGE = /palco|stage|escenario|bühne|scène|palcoscenico/i;

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const record = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {});

export function readAreas(areas: readonly unknown[]): Area[] {
  return areas.slice(0, AREAS_MAX).flatMap((area) => readArea(record(area)) ?? []);
}

function readArea(area: Record<string, unknown>): Area | null {
  const position = record(area['position']);
  const [x, y] = [number(position['x']), number(position['y'])];
  const corners = cornersOf(area);
  if (x === null || y === null || !corners || corners.length < 6) return null;
  const points = turned(corners, number(area['rotation']) ?? 0).map((value, at) => value + (at % 2 === 0 ? x : y));
  const [xs, ys] = [points.filter((_, at) => at % 2 === 0), points.filter((_, at) => at % 2 === 1)];
  const bounds = { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
  const words = record(area['text'])['text'];
  const text = typeof words === 'string' && words.trim() !== '' ? words.trim().slice(0, 60) : null;
  return { points, bounds, text, textAt: { x: (bounds.left + bounds.right) / 2, y: (bounds.top + bounds.bottom) / 2 }, isStage: text !== null && STAGE.test(text) };
}

/** Relative to the area's position: a rectangle from its corner, a circle and an ellipse around their middle. */
function cornersOf(area: Record<string, unknown>): number[] | null {
  const rectangle = record(area['rectangle'] ?? area['size'] ?? area);
  const [width, height] = [number(rectangle['width']), number(rectangle['height'])];
  const radius = record(record(area['ellipse'])['radius']);
  const [across, down] = [number(record(area['circle'])['radius']) ?? number(radius['x']), number(record(area['circle'])['radius']) ?? number(radius['y'])];
  switch (area['shape'] ?? 'rectangle') {
    case 'rectangle': return width === null || height === null ? null : [0, 0, width, 0, width, height, 0, height];
    case 'circle':
    case 'ellipse': return across === null || down === null ? null : round(across, down);
    case 'polygon': return pointsOf(record(area['polygon'])['points']);
    default: return null;
  }
}

function round(across: number, down: number): number[] {
  return Array.from({ length: CIRCLE_CORNERS }, (_, at) => (2 * Math.PI * at) / CIRCLE_CORNERS).flatMap((angle) => [across * Math.cos(angle), down * Math.sin(angle)]);
}

function pointsOf(points: unknown): number[] | null {
  if (!Array.isArray(points)) return null;
  const read = points.slice(0, POINTS_MAX).flatMap((point) => [number(record(point)['x']), number(record(point)['y'])]);
  return read.every((value) => value !== null) ? read : null;
}

/** Clockwise by degrees around the area's position. */
function turned(points: number[], degrees: number): number[] {
  if (degrees === 0) return points;
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return points.map((value, at) => (at % 2 === 0 ? value * cos - points[at + 1]! * sin : points[at - 1]! * sin + value * cos));
}
