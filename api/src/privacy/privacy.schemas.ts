import { z } from 'zod';

// Any length up to what a password may have: whether it is the right one is all that counts here.
const PASSWORD_UNITS_MAX = 1_024;

export const deletionBody = z
  .strictObject({
    password: z.string().min(1).max(PASSWORD_UNITS_MAX).optional().describe('Where the account has one. Where it has none, the session must be some minutes old at most.'),
    giveUpBalance: z.boolean().default(false).describe('That money on the balance may be lost.'),
  })
  .default({ giveUpBalance: false });

export const deletionAnswer = z.strictObject({
  keptForDisputes: z
    .strictObject({ orders: z.int(), until: z.iso.datetime() })
    .nullable()
    .describe('Of how many orders paid by card or Pix it is kept who bought them, seen by administrators only, and until when of the last of them; null where of none.'),
});
