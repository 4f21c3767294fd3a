// From one view to another in a short time, so that the eye keeps up with where it is.

/** What of the plan is seen, as a viewport has it. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly scale: number;
}

/** `share` of the way, 0 to 1. The scale changes evenly to the eye, and the one point that both views show at the same place stays there. */
export function between(from: View, to: View, share: number): View {
  if (share >= 1) return to;
  const eased = 1 - (1 - share) ** 3;
  const scale = from.scale * (to.scale / from.scale) ** eased;
  const part = from.scale === to.scale ? eased : (1 / scale - 1 / from.scale) / (1 / to.scale - 1 / from.scale);
  return { scale, left: from.left + (to.left - from.left) * part, top: from.top + (to.top - from.top) * part };
}
