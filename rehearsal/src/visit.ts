import type { Ending, Story } from './story.ts';
import type { Traits } from './traits.ts';
import type { Visitor } from './visitor.ts';
import type { World } from './world.ts';

/** One fan's visit: who they are, what they see, and where. */
export interface Visit {
  story: Story;
  traits: Traits;
  world: World;
  visitor: Visitor;
}

/** How a visit ends that the box office ends with this code. */
export function endingOf(story: Story, code: string | undefined): Ending {
  story.code = code ?? 'no code';
  if (code === 'line.sold_out') return 'sold_out';
  if (code === 'line.turn_missed' || code === 'line.left') return 'missed';
  if (code === 'line.admission_expired' || code === 'orders.hold_expired') return 'expired';
  if (code === 'line.closed') return 'over';
  return 'refused';
}

/** A path below the event. */
export function ofEvent({ event }: World, rest: string): string {
  return `/api/v1/events/${event.id}/${rest}`;
}
