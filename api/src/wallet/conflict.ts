/**
 * Money that a gateway took otherwise than it was asked: another amount, or another currency. Nobody can say by rule whose it is, so a person does.
 *
 *     open ──given back──► returning ──through──► returned
 *      │  └◄── refused ◄──────┘ the gateway would not: another try, or by hand
 *      ├──seen to at the gateway by hand──► closed
 *      └──the payer's bank has taken it──► taken_back
 *
 * While it is not settled its payment keeps its purpose, so that nobody is charged for it again. In the ledger's currency it stands in suspense
 * meanwhile; in another the ledger has nothing of it, for a ledger has one currency.
 */
export type ConflictState = 'open' | 'returning' | 'refused' | 'returned' | 'closed' | 'taken_back';
export const conflictStates = ['open', 'returning', 'refused', 'returned', 'closed', 'taken_back'] as const satisfies readonly ConflictState[];

export interface Conflict {
  readonly paymentId: string;
  readonly attemptId: string;
  readonly gateway: string;
  /** What the gateway took, in its `currency`'s smallest unit. */
  readonly amountCents: number;
  readonly currency: string;
  /** Whether the ledger has it. */
  readonly booked: boolean;
  state: ConflictState;
  /** The try to give it back that is under way, or was the last. */
  refundId: string | null;
  /** What the payer's bank wants of it now. */
  disputedCents: number;
  /** What the payer's bank has taken of it. */
  takenBackCents: number;
  /** Who saw to it at the gateway, and how. */
  note: string | null;
  decidedBy: string | null;
}

export const isSettled = ({ state }: Pick<Conflict, 'state'>): boolean => state === 'returned' || state === 'closed' || state === 'taken_back';

/** What of it is not back at its payer's. */
export const leftCents = ({ amountCents, takenBackCents }: Pick<Conflict, 'amountCents' | 'takenBackCents'>): number => Math.max(0, amountCents - takenBackCents);

/** How it stands to whoever wants to decide about it; `disputed`: the payer's bank is about to. */
export type Standing = ConflictState | 'disputed';

export const standingOf = (conflict: Conflict): Standing => (!isSettled(conflict) && conflict.disputedCents > 0 ? 'disputed' : conflict.state);

/** Whether a person may decide about it now: it is neither on its way back nor wanted by a bank, nor done with. */
export const isUndecided = (conflict: Conflict): boolean => ['open', 'refused'].includes(standingOf(conflict));
