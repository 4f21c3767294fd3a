import { z } from 'zod';

export const mailboxQuery = z.strictObject({
  /** A whole address. */
  to: z.string().min(1).max(320).regex(/^\P{Cc}*$/u).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  format: z.enum(['html', 'json']).optional(),
});
export const mailQuery = z.strictObject({ format: z.enum(['html', 'json']).optional() });
export const mailPath = z.strictObject({ mailId: z.uuid() });
export const attachmentPath = z.strictObject({ mailId: z.uuid(), index: z.coerce.number().int().min(0).max(1_000) });

const receivedMail = z.strictObject({
  id: z.uuid(),
  messageId: z.string(),
  to: z.strictObject({ name: z.string(), address: z.string() }),
  subject: z.string(),
  receivedAt: z.iso.datetime(),
  attachments: z.array(z.strictObject({ fileName: z.string(), contentType: z.string(), bytes: z.int(), url: z.string() })),
});
export const mailAnswer = receivedMail.extend({ text: z.string(), html: z.string() });
export const mailboxAnswer = z.strictObject({ items: z.array(receivedMail), nextCursor: z.uuid().optional() });
