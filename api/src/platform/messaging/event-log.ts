import type { Consumption, Deliver } from './command-queue.js';
import type { AnyMessageType, OutgoingMessage } from './message.js';

/**
 * Facts for whoever wants them, kept until consumed and for a while after. At least once per consumer group; events of
 * one key in their order; each group has offsets of its own and starts with the oldest event kept.
 */
export abstract class EventLog {
  /** Hands over what the outbox held; returns once the log will not lose it. */
  abstract publish(messages: OutgoingMessage[]): Promise<void>;
  /** Shares the partitions of the types' topics among the processes of the group, and hands over these types alone; moves the group's offsets when `deliver` resolves. */
  abstract consume(consumer: string, types: AnyMessageType[], deliver: Deliver): Consumption;
  /** Every process gets every event of the topic from now on, without a group: for mirrors that are rebuilt at a restart. */
  abstract tail(topic: string, deliver: Deliver): Promise<Consumption>;
}
