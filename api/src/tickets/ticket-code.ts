/**
 * The code of a ticket: what its QR code says and what a door checks without a network.
 *
 *     CT1 | base45( key id 4 | event id 16 | serial 16 | Ed25519 signature 64 )
 *
 * `CT1` names the format and its version. The serial is 128 random bits, so a code cannot be guessed and tells
 * nobody how many were made; the signature stands over everything before it, the three letters included. 153
 * characters fit a QR code of version 6 (41 × 41 modules) at error correction M, whose limit is 154.
 *
 * Two texts never carry the same code (base45 is decoded strictly), yet a door must still know a ticket by its
 * serial, never by the text.
 */
import { randomFillSync, sign, verify } from 'node:crypto';
import { fromBase45, toBase45 } from './base45.js';
import type { TicketKey, TicketKeys } from './ticket-keys.js';

const format = 'CT1';
const kidEnd = 4;
const eventEnd = kidEnd + 16;
const serialEnd = eventEnd + 16;
const bytesLength = serialEnd + 64;
export const ticketCodeLength = format.length + (bytesLength / 2) * 3;

export interface TicketCode {
  readonly text: string;
  readonly kid: string;
  readonly eventId: string;
  /** 32 hex digits. */
  readonly serial: string;
}

/** What a code says, or why it is not believed: it has another form, names a key that is none of ours, or was not signed by it. */
export type CheckedCode =
  | { ok: true; kid: string; eventId: string; serial: string }
  | { ok: false; reason: 'malformed' | 'unknown_key' | 'forged' };

/** One new code: about 25,000 a second on a core. */
export function makeTicketCode(keys: TicketKeys, eventId: string): TicketCode {
  const bytes = Buffer.alloc(bytesLength);
  bytes.write(keys.signing.kid, 0, 'hex');
  bytes.write(eventId.replaceAll('-', ''), kidEnd, 'hex');
  randomFillSync(bytes, eventEnd, serialEnd - eventEnd);
  sign(null, signed(bytes), keys.signing.privateKey).copy(bytes, serialEnd);
  return { text: format + toBase45(bytes), ...readFields(bytes) };
}

/** Checks a code with public keys alone. Whether its ticket was replaced, refunded or used is for the door's list to say. */
export function checkTicketCode(keys: { get(kid: string): TicketKey | undefined }, text: string): CheckedCode {
  if (text.length !== ticketCodeLength || !text.startsWith(format)) return { ok: false, reason: 'malformed' };
  const decoded = fromBase45(text.slice(format.length));
  if (!decoded) return { ok: false, reason: 'malformed' };
  const bytes = Buffer.from(decoded);
  const fields = readFields(bytes);
  const key = keys.get(fields.kid);
  if (!key) return { ok: false, reason: 'unknown_key' };
  if (!verify(null, signed(bytes), key.publicKey, bytes.subarray(serialEnd))) return { ok: false, reason: 'forged' };
  return { ok: true, ...fields };
}

function signed(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from(format), bytes.subarray(0, serialEnd)]);
}

function readFields(bytes: Buffer) {
  const event = bytes.toString('hex', kidEnd, eventEnd);
  return {
    kid: bytes.toString('hex', 0, kidEnd),
    eventId: event.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    serial: bytes.toString('hex', eventEnd, serialEnd),
  };
}
