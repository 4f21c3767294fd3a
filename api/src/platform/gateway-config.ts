import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** What every gateway has. `sandbox`: its money is play money, so live mode has it for rehearsals only. */
const common = {
  name: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  webhookSecret: z.string().min(16),
  sandbox: z.boolean().default(false),
};

/** Whether an address is on this machine, where a provider is a simulated one. */
export function isLoopback(url: string): boolean {
  const hostname = URL.parse(url)?.hostname ?? '';
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
}

/** Where a real provider's API is; another place than its own is for its simulator, or a proxy, and keys travel to it. */
const providerUrl = z.url().refine((url) => url.startsWith('https://') || isLoopback(url), 'must be https, or on this machine');

/** The script that a page takes cards with: the provider's own unless told, and its simulator's in a sandbox. What is loaded there sees what is typed. */
const scriptUrl = providerUrl.optional();
const hasOwnScript = (gateway: { scriptUrl?: string | undefined; sandbox: boolean }): boolean => gateway.sandbox || gateway.scriptUrl === undefined;
const OTHER_SCRIPT = { path: ['scriptUrl'], message: 'is for a gateway that is marked "sandbox": true; a sale takes cards with the provider\'s own' };

const simulator = z.strictObject({ ...common, kind: z.literal('simulator'), baseUrl: z.url(), apiKey: z.string().min(8) });

const stripe = z
  .strictObject({
    ...common,
    kind: z.literal('stripe'),
    secretKey: z.string().regex(/^[rs]k_\w{8,}$/, 'must be a secret or a restricted key'),
    /** For the page on which a card is entered. Without it web pages offer no card through this gateway. */
    publishableKey: z.string().regex(/^pk_\w{8,}$/, 'must be a publishable key').optional(),
    scriptUrl,
    baseUrl: providerUrl.default('https://api.stripe.com'),
  })
  .refine(hasOwnScript, OTHER_SCRIPT)
  .refine(({ publishableKey, sandbox }) => !publishableKey || publishableKey.startsWith(sandbox ? 'pk_test_' : 'pk_live_'), { path: ['publishableKey'], message: 'is of the other mode: a sandbox has a test key, a sale a live one' })
  .refine(({ secretKey, sandbox }) => sandbox || !/^.k_test_/.test(secretKey), { path: ['secretKey'], message: 'is a test key, which sells tickets for play money: the gateway must be marked "sandbox": true' })
  .refine(({ secretKey, sandbox }) => !sandbox || !/^.k_live_/.test(secretKey), { path: ['secretKey'], message: 'is a live key, and a rehearsal at a sandbox must not cost money' });

const mercadoPago = z
  .strictObject({
    ...common,
    kind: z.literal('mercado_pago'),
    accessToken: z.string().min(16),
    /** As above. A secret token begins alike; this form it does not have. */
    publishableKey: z.string().regex(/^(?:APP_USR|TEST)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'must be the public key').optional(),
    scriptUrl,
    baseUrl: providerUrl.default('https://api.mercadopago.com'),
  })
  .refine(hasOwnScript, OTHER_SCRIPT)
  .refine(({ accessToken, sandbox }) => sandbox || !accessToken.startsWith('TEST-'), { path: ['accessToken'], message: 'is a test token, which sells tickets for play money: the gateway must be marked "sandbox": true' });

/** PEM as text, or the file that has it. Nothing of it is ever part of a message. */
const pem = z.string().transform((given, context) => {
  if (given.startsWith('-----BEGIN ')) return given;
  try {
    const text = readFileSync(given, 'utf8');
    if (text.includes('-----BEGIN ')) return text;
  } catch {
    // Falls through: the sentence is the same.
  }
  context.addIssue('is neither PEM text nor a readable file of it');
  return z.NEVER;
});

/** What a BR Code can say once the accents are gone. */
const latin = (lengthMax: number) =>
  z.string().max(lengthMax).refine((text) => /^[\x20-\x7e]+$/.test(text.normalize('NFD').replace(/\p{M}/gu, '')), 'must be of Latin letters, digits and spaces');

const pix = z
  .strictObject({
    ...common,
    kind: z.literal('pix'),
    baseUrl: providerUrl,
    tokenUrl: providerUrl,
    clientId: z.string().min(1),
    clientSecret: z.string().min(1),
    /** Where the client names itself: in the Authorization header, or, as some banks ask, in the body. */
    clientAuthentication: z.enum(['basic', 'body']).default('basic'),
    scope: z.string().optional(),
    /** What a bank wants beside the standard, in every call. */
    headers: z.record(z.string(), z.string()).default({}),
    query: z.record(z.string(), z.string()).default({}),
    // These lengths are the Pix API's and the BR Code's.
    pixKey: z.string().min(1).max(77),
    merchantName: latin(25),
    merchantCity: latin(15),
    certificate: pem.optional(),
    key: pem.optional(),
    ca: pem.optional(),
    // It is part of an address.
    webhookSecret: z.string().regex(/^[\w-]{24,128}$/, 'must be 24 to 128 letters, digits, - and _'),
    registerWebhook: z.boolean().default(false),
  })
  .refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), { path: ['certificate'], message: 'and key come together' });

/** An entry of `GATEWAYS`: its `kind` says which adapter speaks to it and what that one needs. */
export const gatewayConfig = z.discriminatedUnion('kind', [simulator, stripe, mercadoPago, pix]);
export type GatewayConfig = z.output<typeof gatewayConfig>;
export type SimulatorConfig = z.output<typeof simulator>;
export type StripeConfig = z.output<typeof stripe>;
export type MercadoPagoConfig = z.output<typeof mercadoPago>;
export type PixConfig = z.output<typeof pix>;
