// What can honestly be said of the view: how far the stage is, to which side, how broad it stands before the eye. Nothing of heights, roofs and pillars is known, so nothing of them is drawn.

import type { Area } from '#seats/engine/areas.ts';
import type { Plan, Rect, Section } from '#seats/engine/plan.ts';

// The width of a seat with its share of the row, in metres: what building rules ask for at least, and nearly all houses have.
const SEAT_METRES = 0.5;
// Beyond the width of two seats' worth of error a number is invented; so distances are told in steps.
const STEP_METRES = 5;

export interface Sight {
  /** From the section's middle to the stage's nearest edge, in steps of five metres. */
  readonly metres: number;
  /** Where the section lies as the stage sees it turned: from the seats, the stage is straight ahead, or to this side. */
  readonly side: 'middle' | 'left' | 'right';
  /** How broad the stage stands before the eye, in degrees. */
  readonly degrees: number;
  /** From which angle the stage is seen: 0 from the front, 90 wholly from the side. */
  readonly obliqueDegrees: number;
}

/** Null where the plan names no stage. */
export function sightOf(plan: Plan, section: Section, areas: readonly Area[]): Sight | null {
  const stage = areas.find(({ isStage }) => isStage)?.bounds;
  if (!stage || !section.bounds || section.kind !== 'seated') return null;
  return sightFrom((section.bounds.left + section.bounds.right) / 2, (section.bounds.top + section.bounds.bottom) / 2, stage, plan.pitch);
}

export function sightFrom(x: number, y: number, stage: Rect, pitch: number): Sight {
  const [middleX, middleY] = [(stage.left + stage.right) / 2, (stage.top + stage.bottom) / 2];
  const nearest = { x: Math.min(stage.right, Math.max(stage.left, x)), y: Math.min(stage.bottom, Math.max(stage.top, y)) };
  const metres = (Math.hypot(x - nearest.x, y - nearest.y) / pitch) * SEAT_METRES;
  // The stage's front is its lower edge in nearly every plan; where the seats lie above it, it is the upper one.
  const front = y >= middleY ? stage.bottom : stage.top;
  const [a, b] = [Math.atan2(front - y, stage.left - x), Math.atan2(front - y, stage.right - x)];
  const between = Math.abs(a - b) % (2 * Math.PI);
  const oblique = Math.atan2(Math.abs(x - middleX), Math.abs(y - middleY));
  const obliqueDegrees = Math.round((oblique * 180) / Math.PI);
  const toLeft = y >= middleY ? x < middleX : x > middleX;
  return {
    metres: Math.max(STEP_METRES, Math.round(metres / STEP_METRES) * STEP_METRES),
    side: Math.abs(x - middleX) <= (stage.right - stage.left) / 2 ? 'middle' : toLeft ? 'left' : 'right',
    degrees: Math.round((Math.min(between, 2 * Math.PI - between) * 180) / Math.PI),
    obliqueDegrees,
  };
}
