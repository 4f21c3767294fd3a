import { z } from 'zod';

/** What every gateway has. `sandbox`: its money is play money, so live mode has it for rehearsals only. */
const common = {
  name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  webhookSecret: z.string().min(16),
  sandbox: z.boolean().default(false),
};

export function isLoopback(url: string): boolean {
  const hostname = URL.parse(url)?.hostname ?? '';
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** Where a real provider's API is; another place than its own is for its simulator, or a proxy, and keys travel to it. */
const providerUrl = z.url().refine((url) => url.startsWith('https://') || isLoopback(url), 'must be https, or on this machine');

const simulator = z.strictObject({ ...common, kind: z.literal('simulator'), baseUrl: z.url(), apiKey: z.string().min(8) });

const stripe = z
  .strictObject({
    ...common,
    kind: z.literal('stripe'),
    secretKey: z.string().regex(/^[rs]k_\w{8,}$/, 'must be a secret or a restricted key'),
    baseUrl: providerUrl.default('https://api.stripe.com'),
  })
  .refine(({ secretKey, sandbox }) => sandbox || !/^.k_test_/.test(secretKey), { path: ['secretKey'], message: 'is a test key, which sells tickets for play money: the gateway must be marked "sandbox": true' })
  .refine(({ secretKey, sandbox }) => !sandbox || !/^.k_live_/.test(secretKey), { path: ['secretKey'], message: 'is a live key, and a rehearsal at a sandbox must not cost money' });

const mercadoPago = z
  .strictObject({
    ...common,
    kind: z.literal('mercado_pago'),
    accessToken: z.string().min(16),
    baseUrl: providerUrl.default('https://api.mercadopago.com'),
  })
  .refine(({ accessToken, sandbox }) => sandbox || !accessToken.startsWith('TEST-'), { path: ['accessToken'], message: 'is a test token, which sells tickets for play money: the gateway must be marked "sandbox": true' });

/** An entry of `GATEWAYS`: its `kind` says which adapter speaks to it and what that one needs. */
export const gatewayConfig = z.discriminatedUnion('kind', [simulator, stripe, mercadoPago]);

export type GatewayConfig = z.output<typeof gatewayConfig>;
export type SimulatorConfig = z.output<typeof simulator>;
export type StripeConfig = z.output<typeof stripe>;
export type MercadoPagoConfig = z.output<typeof mercadoPago>;
