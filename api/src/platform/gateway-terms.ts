import { z } from 'zod';

/** What a payment costs at a gateway: both parts together. */
const price = z.strictObject({
  /** Hundredths of a percent of the amount. */
  basisPoints: z.int().min(0).max(10_000).default(0),
  /** And so much a payment. */
  cents: z.int().min(0).max(100_000).default(0),
});
export type GatewayPrice = z.output<typeof price>;

const terms = z.strictObject({
  costs: z.strictObject({ card: price.optional(), pix: price.optional() }).default({}),
  /** Gateways with a lower number are preferred, whatever they cost. */
  preference: z.int().min(0).max(1_000).default(0),
  /** Its share of the payments among gateways that are equally good. */
  weight: z.int().min(1).max(100).default(1),
  /** Calls at a time, a process; 512 connections are what a process opens to one gateway. */
  callsMax: z.int().min(4).max(512).default(512),
  /** Over all processes; without it only `callsMax` limits. */
  callsPerSecond: z.number().min(0.1).max(100_000).optional(),
  /** How many may come at once after a rest; a second's worth unless told. */
  burst: z.int().min(1).max(100_000).optional(),
});

/**
 * What was agreed with a gateway, whatever its kind: what it costs, how much of the work it is to have, and how much it
 * may be asked. Everything may be left out.
 */
export type GatewayTerms = z.output<typeof terms>;

/** A gateway of some kind as configured, its terms standing beside what its kind needs. */
export function withTerms<Kind extends z.ZodType<object>>(kind: Kind) {
  return z.record(z.string(), z.unknown()).transform((entry, context): z.output<Kind> & GatewayTerms => {
    const parts = Object.groupBy(Object.entries(entry), ([name]) => (name in terms.shape ? 'terms' : 'kind'));
    const own = kind.safeParse(Object.fromEntries(parts.kind ?? []));
    const agreed = terms.safeParse(Object.fromEntries(parts.terms ?? []));
    if (own.success && agreed.success) return { ...own.data, ...agreed.data };
    for (const { path, message } of [own, agreed].flatMap(({ error }) => error?.issues ?? [])) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  });
}
