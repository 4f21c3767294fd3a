import type { Message, OutgoingMessage } from './message.js';

/** Takes a whole batch; resolves when each message has had its effect or stands among the dead letters. */
export type Deliver = (messages: Message[]) => Promise<void>;

/** A running consumption. `stop` resolves when nothing is being delivered any more. */
export interface Consumption {
  stop(): Promise<void>;
}

/**
 * Commands on their way to the one module that takes them. At least once; messages of one key in their order, to one
 * consumer at a time; what was delivered but not acknowledged is delivered again.
 */
export abstract class CommandQueue {
  /** Hands over what the outbox held; returns once the queue will not lose it. */
  abstract publish(messages: OutgoingMessage[]): Promise<void>;
  /** Delivers batches one after the other; acknowledges each when `deliver` resolves, and tries again when it throws. */
  abstract consume(queue: string, deliver: Deliver): Consumption;
}
