import type { Message } from './message.js';

/** Bounds one delivery, and with it the length of the effect's transaction. */
export const BATCH_MAX = 500;

export interface MessageRow {
  id: number;
  message_id: string;
  type: string;
  version: number;
  key: string;
  payload: unknown;
  request_id: string | null;
  occurred_at: Date;
}

export function toMessage(row: Omit<MessageRow, 'id'>): Message {
  const { message_id: id, type, version, key, payload, request_id: requestId, occurred_at: occurredAt } = row;
  return { id, type, version, key, payload, requestId, occurredAt };
}
