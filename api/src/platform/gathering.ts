import { setTimeout as delay } from 'node:timers/promises';

/** Where a process begins to have too little left, and where nothing is left. */
const FROM_UTILIZATION = 0.7;
const FULL_UTILIZATION = 0.9;
/** From the order to its confirmation some ten batches follow each other, in the second that people are promised. */
const GATHERING_MS_MAX = 15;

let gatheringMs = 0;

/** `Load` tells how busy the process or its machine is. */
export function gatherAt(utilization: number): void {
  const share = (utilization - FROM_UTILIZATION) / (FULL_UTILIZATION - FROM_UTILIZATION);
  gatheringMs = Math.round(GATHERING_MS_MAX * Math.min(1, Math.max(0, share)));
}

/**
 * How long a batch waits for company. A transaction costs as much for one purchase as for ten, so a machine that has
 * little left does fewer and larger ones (group commit); an idle one does everything at once. Milliseconds, 0 for not at all.
 */
export function gathering(): number {
  return gatheringMs;
}

export function gathered(): Promise<void> | undefined {
  return gatheringMs > 0 ? delay(gatheringMs) : undefined;
}
