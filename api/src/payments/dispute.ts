import type { DisputeState } from './payment-gateway.js';

/**
 * The states of a dispute.
 *
 *     opened --the bank gives up------> won --a higher instance takes it all the same--> lost
 *     opened, or never heard of-------> lost
 *
 * News may come twice, late and in any order: only what leads on counts. Money that was taken and comes back after all is no dispute any more.
 */
const order: Record<DisputeState, number> = { opened: 0, won: 1, lost: 2 };

/** Whether news of a dispute that stands so, or is not known yet, changes anything. */
export const leadsOn = (from: DisputeState | undefined, to: DisputeState): boolean => from === undefined || order[to] > order[from];
