import { z } from 'zod';

export const webhookParams = z.strictObject({ gateway: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) });
export type WebhookParams = z.infer<typeof webhookParams>;
