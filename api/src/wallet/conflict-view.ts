import type { z } from 'zod';
import { isSettled, leftCents } from './conflict.js';
import type { ListedConflict } from './conflict.repository.js';
import type { conflictAnswer } from './conflict.schemas.js';

/** What administrators see of it. */
export function conflictView(conflict: ListedConflict): z.infer<typeof conflictAnswer> {
  const { askedCents, askedCurrency, amountCents, currency, disputedCents, takenBackCents: _, arisenAt, settledAt, ...rest } = conflict;
  const money = (cents: number) => ({ amountCents: cents, currency });
  return {
    ...rest,
    asked: { amountCents: askedCents, currency: askedCurrency },
    taken: money(amountCents),
    left: money(isSettled(conflict) ? 0 : leftCents(conflict)),
    ...(disputedCents > 0 && { disputed: money(disputedCents) }),
    arisenAt: arisenAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
  };
}
