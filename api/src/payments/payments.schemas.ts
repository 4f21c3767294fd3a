import { z } from 'zod';

export const webhookParams = z.strictObject({ gateway: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) });
export type WebhookParams = z.infer<typeof webhookParams>;

/** Where a gateway signs nothing, the address that it was given is the secret. */
export const secretWebhookParams = webhookParams.extend({ secret: z.string().regex(/^[\w-]{16,128}$/) });
export type SecretWebhookParams = z.infer<typeof secretWebhookParams>;

export const heardAnswer = z.strictObject({ heard: z.number().int().nonnegative() });
