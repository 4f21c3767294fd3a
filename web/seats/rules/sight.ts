// What can honestly be said of the view: how broad the stage stands before the eye, and from which side. A plan's units are nobody's metres, so no distance is told; an
// angle is the same in any unit. Nothing of heights, roofs and pillars is known, so nothing of them is drawn.

import type { Area } from '#seats/engine/areas.ts';
import type { Plan, Rect, Section } from '#seats/engine/plan.ts';

/** As people measure with an outstretched arm: both hands open, one, a fist, two thumbs. */
export type ApparentSize = 'all' | 'hands' | 'hand' | 'fist' | 'thumbs';

export interface Sight {
  readonly size: ApparentSize;
  /** Where the section lies for whoever looks at the stage. */
  readonly side: 'middle' | 'left' | 'right';
  /** How broad the stage stands before the eye, in degrees. */
  readonly degrees: number;
  /** From which angle the stage is seen: 0 from the front, 90 wholly from the side. */
  readonly obliqueDegrees: number;
}

// An open hand at arm's length is some 20 degrees broad, a fist 10, a thumb 2: the rule of thumb of stargazers. The borders lie between them.
const SIZES: readonly (readonly [from: number, size: ApparentSize])[] = [[55, 'all'], [30, 'hands'], [14, 'hand'], [7, 'fist'], [0, 'thumbs']];

/** Null where the plan names no stage. */
export function sightOf(plan: Plan, section: Section, areas: readonly Area[]): Sight | null {
  const stage = areas.find(({ isStage }) => isStage)?.bounds;
  if (!stage || !section.bounds || section.kind !== 'seated') return null;
  return sightFrom((section.bounds.left + section.bounds.right) / 2, (section.bounds.top + section.bounds.bottom) / 2, stage);
}

export function sightFrom(x: number, y: number, stage: Rect): Sight {
  const [middleX, middleY] = [(stage.left + stage.right) / 2, (stage.top + stage.bottom) / 2];
  // The stage's front is its lower edge in nearly every plan; where the seats lie above it, it is the upper one.
  const front = y >= middleY ? stage.bottom : stage.top;
  const [a, b] = [Math.atan2(front - y, stage.left - x), Math.atan2(front - y, stage.right - x)];
  const between = Math.abs(a - b) % (2 * Math.PI);
  const degrees = Math.round((Math.min(between, 2 * Math.PI - between) * 180) / Math.PI);
  const toLeft = y >= middleY ? x < middleX : x > middleX;
  return {
    size: SIZES.find(([from]) => degrees >= from)![1],
    side: Math.abs(x - middleX) <= (stage.right - stage.left) / 2 ? 'middle' : toLeft ? 'left' : 'right',
    degrees,
    obliqueDegrees: Math.round((Math.atan2(Math.abs(x - middleX), Math.abs(y - middleY)) * 180) / Math.PI),
  };
}
