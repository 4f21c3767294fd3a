import { z } from 'zod';
import { languages } from '#platform';

export const ticketPath = z.strictObject({ ticketId: z.uuid() });
export const listQuery = z.strictObject({ cursor: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(100).default(20) });
/** The buyer's own language where none is asked for. */
export const printQuery = z.strictObject({ language: z.enum(languages).optional() });

export const ticketAnswer = z.strictObject({
  id: z.uuid(),
  orderId: z.uuid(),
  eventId: z.uuid(),
  event: z
    .strictObject({ title: z.string(), artist: z.string().optional(), startsAt: z.iso.datetime().optional(), venueName: z.string(), city: z.string(), timezone: z.string() })
    .optional(),
  state: z.enum(['valid', 'refunded', 'revoked']),
  label: z.string(),
  section: z.string(),
  row: z.string().optional(),
  seat: z.string().optional(),
  ticketTypeId: z.uuid(),
  ticketTypeName: z.string(),
  holder: z.strictObject({ name: z.string(), document: z.string().optional() }).optional(),
  /** What the QR code says. */
  code: z.string(),
  issuedAt: z.iso.datetime(),
});

export const ticketsAnswer = z.strictObject({ items: z.array(ticketAnswer), nextCursor: z.uuid().optional() });

export const keysAnswer = z.strictObject({
  keys: z.array(z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), alg: z.literal('EdDSA'), use: z.literal('sig'), kid: z.string(), x: z.string() })),
});
