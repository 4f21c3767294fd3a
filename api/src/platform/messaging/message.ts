import type { z } from 'zod';
import { newId } from '../ids.js';
import { requestId as currentRequestId } from '../request-context.js';

/** A message as a consumer gets it: at least once, in order among messages of one `key`. */
export interface Message<Payload = unknown> {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly key: string;
  readonly payload: Payload;
  readonly requestId: string | null;
  readonly occurredAt: Date;
}

/** A message on its way into the outbox. */
export interface OutgoingMessage<Payload = unknown> extends Omit<Message<Payload>, 'occurredAt'> {
  readonly kind: 'command' | 'event';
  /** The queue of a command, the topic of an event. */
  readonly channel: string;
}

interface TypeOptions<Payload> {
  /** `<owner>.<verb or past participle>`; an event's topic is the owner. */
  name: string;
  version: number;
  schema: z.ZodType<Payload>;
  /** What keeps order: messages of one key are consumed in the order they were committed. */
  key: (payload: Payload) => string;
}

/** A kind of message, owned by the module that takes the command or publishes the event. */
export class MessageType<Payload> {
  constructor(
    readonly kind: 'command' | 'event',
    readonly channel: string,
    private readonly options: TypeOptions<Payload>,
  ) {}

  get name(): string {
    return this.options.name;
  }
  get schema(): z.ZodType<Payload> {
    return this.options.schema;
  }

  /** `requestId` defaults to the running request's; a batch passes each item's own. */
  message(payload: Payload, requestId: string | null = currentRequestId() ?? null): OutgoingMessage<Payload> {
    const { name, version, key } = this.options;
    return { id: newId(), kind: this.kind, channel: this.channel, type: name, version, key: key(payload), payload, requestId };
  }

  /** Whether a message is of this kind, in whatever version it was written. */
  is(message: Message): message is Message<Payload> {
    return message.type === this.options.name;
  }
}

/** In a list of message types, whose payloads differ. */
// oxlint-disable-next-line typescript/no-explicit-any -- a type both takes its payload and gives it, so no other one fits all
export type AnyMessageType = MessageType<any>;

/** An order to one module to do something; only its owner consumes it, from its `queue`. */
export function defineCommand<Payload>({ queue, ...options }: TypeOptions<Payload> & { queue: string }): MessageType<Payload> {
  return new MessageType('command', queue, options);
}

/** A fact that has happened; whoever wants may consume it. */
export function defineEvent<Payload>(options: TypeOptions<Payload>): MessageType<Payload> {
  return new MessageType('event', options.name.split('.')[0] as string, options);
}
