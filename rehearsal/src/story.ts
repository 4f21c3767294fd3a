/** How a fan's visit ended. */
export type Ending =
  | 'bought'
  /** Told that everything is sold. */
  | 'sold_out'
  /** Was called and there was no place left: what must never be. */
  | 'found_nothing'
  /** Went home by themselves. */
  | 'left'
  | 'declined'
  /** The payment's or the hold's window went by. */
  | 'expired'
  /** Had a PIX code of a real provider's test, which nobody pays. */
  | 'unpaid'
  | 'missed'
  /** The rehearsal ended while they were still waiting. */
  | 'over'
  | 'refused';

export interface OrderSeen {
  id: string;
  state: string;
  tickets: number;
  /** What is sold once only: tickets and seats by their ids. */
  unique: string[];
  totalCents: number;
  /** Every payment of it that the fan was told of. */
  payments: string[];
}

/** What one fan saw: the facts that the verdict is made from. Times are the process's milliseconds. */
export interface Story {
  number: number;
  /** Who it is to the box office, for a last look when everything has settled. */
  token: string;
  slow: boolean;
  /** Nothing was lost, left or declined on purpose: should get through like everybody. */
  plain: boolean;
  /** Tickets that they would buy; a bot's are nobody's wish. */
  wants: number;
  arrivedMs: number;
  joinedMs?: number;
  entry?: number;
  position?: number;
  /** The request that brought the admission. */
  claimSentMs?: number;
  admittedMs?: number;
  /** Told "not yet" last, by a request sent then. */
  notYetSentMs?: number;
  ticketLimit?: number;
  orders: OrderSeen[];
  ending?: Ending;
  endedMs?: number;
  /** The code of the answer that ended the visit, where it was not an ordinary one. */
  code?: string;
}
