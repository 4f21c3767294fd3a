import { z } from 'zod';
import { testCardOutcomes } from './card-field.js';
import { differenceKinds, differenceStates } from './difference.js';

export const webhookParams = z.strictObject({ gateway: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/) });
export type WebhookParams = z.infer<typeof webhookParams>;

/** Where a gateway signs nothing, the address that it was given is the secret. */
export const secretWebhookParams = webhookParams.extend({ secret: z.string().regex(/^[\w-]{16,128}$/) });
export type SecretWebhookParams = z.infer<typeof secretWebhookParams>;

export const heardAnswer = z.strictObject({ heard: z.number().int().nonnegative() });
const instant = z.iso.datetime();
const price = z.strictObject({ basisPoints: z.int(), cents: z.int() });

export const gatewaysAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      name: z.string(),
      serves: z.enum(['buyers', 'rehearsals', 'everybody']),
      methods: z.array(z.enum(['card', 'pix'])),
      breaker: z.enum(['closed', 'open', 'trial']),
      /** Whether it has answered well of late, and what that was. */
      well: z.boolean(),
      answeredShare: z.number(),
      latencyMs: z.number(),
      /** How long it has told us to stay away, still. */
      awaySeconds: z.number(),
      calls: z.int(),
      openAttempts: z.array(z.strictObject({ state: z.string(), count: z.int(), oldestSeconds: z.number() })),
      openDifferences: z.int(),
      limits: z.strictObject({ callsMax: z.int(), callsPerSecond: z.number().nullable(), burst: z.int().nullable() }),
      costs: z.strictObject({ card: price.nullable(), pix: price.nullable() }),
      preference: z.int(),
      weight: z.int(),
      /** Until when its lists were compared, by its clock. */
      comparedUntil: z.strictObject({ charges: instant.nullable(), refunds: instant.nullable() }),
    }),
  ),
});

export const differenceParams = webhookParams.extend({ differenceId: z.uuid() });
export const differencesQuery = z.strictObject({
  state: z.enum(differenceStates).optional(),
  kind: z.enum(differenceKinds).optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const closingWish = z.strictObject({ note: z.string().trim().min(1).max(1_000).regex(/^(?:\P{Cc}|[\n\t])*$/u, 'must not contain control characters') });

const side = z.strictObject({ state: z.string(), amountCents: z.int().optional() }).nullable();
export const differenceAnswer = z.strictObject({
  id: z.uuid(),
  gateway: z.string(),
  kind: z.enum(differenceKinds),
  reference: z.string(),
  paymentId: z.uuid().nullable(),
  ours: side,
  theirs: side,
  state: z.enum(differenceStates),
  foundAt: instant,
  seenAt: instant,
  settledAt: instant.nullable(),
  note: z.string().nullable(),
  closedBy: z.uuid().nullable(),
});
export const differencesAnswer = z.strictObject({ items: z.array(differenceAnswer), nextCursor: z.uuid().optional() });

export const paymentMethodsQuery = z.strictObject({
  rehearsal: z.enum(['true', 'false']).default('false').transform((text) => text === 'true').describe('Whether it is for an event that is a rehearsal: those are paid at sandboxes, and from no balance.'),
});
const gateway = z.string().describe('Whose token it will be; nobody needs to send this back.');
const providerField = z.strictObject({ gateway, kind: z.enum(['stripe', 'mercado_pago']), publishableKey: z.string(), scriptUrl: z.string().describe("The provider's script, whose own frames take the card.") });
const sandboxField = z.strictObject({ gateway, kind: z.literal('sandbox'), cards: z.array(z.strictObject({ token: z.string(), outcome: z.enum(testCardOutcomes) })) });
const available = z.boolean().describe('Whether somebody could take such a payment right now.');
export const paymentMethodsAnswer = z.strictObject({
  items: z.array(
    z.discriminatedUnion('method', [
      z.strictObject({ method: z.literal('card'), available, fields: z.array(z.discriminatedUnion('kind', [providerField, sandboxField])) }),
      z.strictObject({ method: z.literal('pix'), available }),
      z.strictObject({ method: z.literal('wallet'), available }),
    ]),
  ),
});
