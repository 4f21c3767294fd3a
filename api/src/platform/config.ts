import { isIP, isIPv4 } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { gatewayConfig, type GatewayConfig, isLoopback } from './gateway-config.js';
import { type GatewayTerms, withTerms } from './gateway-terms.js';

/** Refused configuration: one sentence per mistake, shown to the operator as it is. */
export class ConfigRefused extends Error {}

/** What a process can run; services.ts says of which modules each is made. */
const services = ['all', 'auth', 'tickets', 'wallet', 'processor', 'sequence', 'notifications', 'reports'] as const;
export type ServiceName = (typeof services)[number];

const signingKeys = z.string().transform((text, context) => {
  const keys = text.split(',').map((part) => {
    const [kid = '', secret = ''] = part.trim().split(':');
    return { kid, secret: Buffer.from(secret, 'base64') };
  });
  // 32 bytes: below that the derived Ed25519 and HMAC keys would be weaker than their algorithms.
  if (keys.some(({ kid, secret }) => !/^[A-Za-z0-9]{1,8}$/.test(kid) || secret.length < 32)) {
    context.addIssue('is a comma-separated list of <key id>:<32 random bytes or more in base64>; a key id is 1 to 8 letters or digits');
  }
  if (new Set(keys.map(({ kid }) => kid)).size < keys.length) context.addIssue('has two keys of one id; what the first signs nobody could check');
  return keys;
});

// The names that proxy-addr, which Fastify asks, gives to well-known networks.
const namedNetworks = ['loopback', 'linklocal', 'uniquelocal'];

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  if (namedNetworks.includes(text)) return true;
  return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (isIPv4(address) ? 32 : 128)));
}

const networks = z.string().transform((text, context) => {
  const parts = text.split(',').map((part) => part.trim()).filter(Boolean);
  const wrong = parts.find((part) => !isNetwork(part));
  if (wrong !== undefined) context.addIssue(`"${wrong}" is neither an address nor a network like 10.0.0.0/8`);
  return parts;
});

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    return undefined;
  }
}

function jsonList<Item extends z.ZodType>(item: Item) {
  return z.string().transform((text, context): z.output<Item>[] => {
    const json = jsonOf(text);
    if (json === undefined) {
      context.addIssue('is not JSON: a quote, a comma or a bracket is missing or too many');
      return [];
    }
    const parsed = z.array(item).safeParse(json);
    if (parsed.success) return parsed.data;
    // The places and what is wrong there; never what was given, for these are secrets.
    context.addIssue(`is not a JSON list of the documented form: ${parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(' ')).join('; ')}`);
    return [];
  });
}

const environment = z.object({
  SERVICE: z.enum(services).default('all'),
  CATRACA_MODE: z.enum(['demo', 'live']).default('live'),
  CATRACA_HOME: z.string().default('.catraca'),
  DATABASE_URL: z.string().startsWith('postgres'),
  WALLET_DATABASE_URL: z.string().startsWith('postgres').optional(),
  DATABASE_POOL_MAX: z.coerce.number().int().min(4).max(200).default(24),
  DATABASE_STATEMENT_SECONDS: z.coerce.number().int().min(1).max(300).default(30),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: z.url().optional(),
  WEB_URL: z.url({ protocol: /^http$/ }).optional(),
  WEB_DEVELOPMENT: z.enum(['on', 'off']).default('off'),
  SIGNING_KEYS: signingKeys,
  LEDGER_CURRENCY: z.string().regex(/^[A-Z]{3}$/).default('BRL'),
  GATEWAYS: jsonList(withTerms(gatewayConfig)).default([]),
  TRUSTED_PROXIES: networks.default([]),
  METRICS_TOKEN: z.string().min(16).optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  SMTP_URL: z.string().startsWith('smtp').optional(),
  MAIL_FROM: z.string().default('Catraca <tickets@catraca.example>'),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  CODE_POOL_LOW: z.coerce.number().int().min(0).default(5_000),
  CODE_POOL_HIGH: z.coerce.number().int().min(0).default(10_000),
  FIRST_ADMINISTRATOR_EMAIL: z.email().optional(),
  JOINS_PER_ADDRESS_PER_MINUTE: z.coerce.number().int().min(1).default(6_000),
  SHED_AT_WAIT_MS: z.coerce.number().int().min(5).default(250),
  FIRST_CALLS_PER_SECOND: z.coerce.number().int().min(1).max(2_000).default(500),
  LOTTERY_SECONDS: z.coerce.number().int().min(0).optional(),
});

function sentence(name: string, message: string, given: Record<string, string | undefined>): string {
  return given[name] === undefined ? `${name} is not set, and nothing starts without it; docs/operations.md says what it is.` : `${name}: ${message}`;
}

/** The one reader of the environment. Everything that can be configured stands here and in `docs/operations.md`. */
export class Config {
  private constructor(private readonly values: z.output<typeof environment>) {}

  /** @throws ConfigRefused naming every missing or wrong variable at once. */
  static parse(variables: Record<string, string | undefined>): Config {
    const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
    const parsed = environment.safeParse(given);
    if (!parsed.success) {
      throw new ConfigRefused(parsed.error.issues.map((issue) => sentence(issue.path.join('.'), issue.message, given)).join('\n'));
    }
    const config = new Config(parsed.data);
    const real = config.gateways.filter(({ kind, baseUrl }) => kind !== 'simulator' && !isLoopback(baseUrl));
    if (config.demo && real.length > 0) {
      throw new ConfigRefused(
        `Demo mode has simulated money and public accounts, so it does not start with real gateways (${real.map(({ name }) => name).join(', ')}). Set CATRACA_MODE=live or remove them from GATEWAYS.`,
      );
    }
    if (!config.demo && config.gateways.some(({ kind, sandbox }) => kind === 'simulator' && !sandbox)) {
      throw new ConfigRefused('Simulated gateways sell tickets in demo mode only. Set CATRACA_MODE=demo, remove them from GATEWAYS, or mark them "sandbox": true, for rehearsals only.');
    }
    if (!config.demo && !config.values.SMTP_URL && ['all', 'notifications'].includes(config.service)) {
      throw new ConfigRefused('SMTP_URL: is needed outside demo mode, tickets are sent by e-mail.');
    }
    if (config.walletDatabaseUrl === config.databaseUrl) throw new ConfigRefused('WALLET_DATABASE_URL: is the main database; leave it out where the wallet has none of its own.');
    if (config.codePool.high < config.codePool.low) throw new ConfigRefused('CODE_POOL_HIGH: is below CODE_POOL_LOW; a pool is filled up to the first once it is below the second.');
    const thirdParty = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
    const missing = thirdParty.filter((name) => config.values[name] === undefined);
    if (missing.length > 0 && missing.length < thirdParty.length) {
      throw new ConfigRefused(`${missing.join(', ')}: third-party sign-in needs ${thirdParty.join(', ')}, or none of them.`);
    }
    if (!config.demo && !config.values.PUBLIC_URL) {
      throw new ConfigRefused('PUBLIC_URL: is needed outside demo mode, links in e-mails begin with it and its https keeps cookies off plain connections.');
    }
    return config;
  }

  get service(): ServiceName {
    return this.values.SERVICE;
  }
  /** Demo accounts, the readable mailbox and tickets for play money exist in demo mode only. */
  get demo(): boolean {
    return this.values.CATRACA_MODE === 'demo';
  }
  get databaseUrl(): string {
    return this.values.DATABASE_URL;
  }
  /** Where the wallet's facts are, if not in the main database. */
  get walletDatabaseUrl(): string | null {
    return this.values.WALLET_DATABASE_URL ?? null;
  }
  get databasePoolMax(): number {
    return this.values.DATABASE_POOL_MAX;
  }
  get databaseStatementSeconds(): number {
    return this.values.DATABASE_STATEMENT_SECONDS;
  }
  get home(): string {
    return resolve(this.values.CATRACA_HOME);
  }
  get bucketFolder(): string {
    return join(this.home, 'bucket');
  }
  get port(): number {
    return this.values.PORT;
  }
  get host(): string {
    return this.values.HOST;
  }
  /** Where people reach the box office; links in e-mails start with it. */
  get publicUrl(): string {
    return this.values.PUBLIC_URL ?? `http://localhost:${this.port}`;
  }
  /** The process that makes the pages; everything that is not the API's own is handed to it. */
  get webUrl(): string | null {
    return this.values.WEB_URL ?? null;
  }
  /** Whether pages are compiled as they are asked for, and tell browsers of changes over a socket. */
  get webDevelopment(): boolean {
    return this.values.WEB_DEVELOPMENT === 'on';
  }
  /** The first signs, all verify. */
  get signingKeys(): { kid: string; secret: Buffer }[] {
    return this.values.SIGNING_KEYS;
  }
  /** ISO 4217; one ledger has one currency (S4.12). */
  get ledgerCurrency(): string {
    return this.values.LEDGER_CURRENCY;
  }
  /** In demo mode all money is play money: every gateway is a sandbox. */
  get gateways(): (GatewayConfig & GatewayTerms)[] {
    return this.values.GATEWAYS.map((each) => ({ ...each, sandbox: each.sandbox || this.demo }));
  }
  /** Addresses or networks whose `X-Forwarded-For` is believed. */
  get trustedProxies(): string[] {
    return this.values.TRUSTED_PROXIES;
  }
  /** What a scraper of `/metrics` must show; without it they are open in demo mode and closed in live mode. */
  get metricsToken(): string | null {
    return this.values.METRICS_TOKEN ?? null;
  }
  get logLevel(): string {
    return this.values.LOG_LEVEL;
  }
  get mail(): { smtpUrl: string | undefined; from: string } {
    return { smtpUrl: this.values.SMTP_URL, from: this.values.MAIL_FROM };
  }
  get oidc(): { issuer: string; clientId: string; clientSecret: string } | null {
    const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = this.values;
    return issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : null;
  }
  /** Below `low` free ticket codes an event's pool is filled up to `high`: ten seconds at 500 purchases of two a second, and 40 MB of pictures. */
  get codePool(): { low: number; high: number } {
    return { low: this.values.CODE_POOL_LOW, high: this.values.CODE_POOL_HIGH };
  }
  /** Whoever proves this address becomes administrator, as long as there is none. */
  get firstAdministratorEmail(): string | null {
    return this.values.FIRST_ADMINISTRATOR_EMAIL?.toLowerCase() ?? null;
  }
  get joinsPerAddressPerMinute(): number {
    return this.values.JOINS_PER_ADDRESS_PER_MINUTE;
  }
  /**
   * How long a step of a purchase may wait for its turn before the lines call nobody new. From the order to its confirmation there
   * are nine such waits in a row, in the second that people are promised.
   */
  get shedAtWaitMs(): number {
    return this.values.SHED_AT_WAIT_MS;
  }
  /** How many people a second a line calls until the sale has shown what it bears. */
  get firstCallsPerSecond(): number {
    return this.values.FIRST_CALLS_PER_SECOND;
  }
  /** How long before the opening people may enter a line that will be drawn; null from publication on. */
  get lotterySeconds(): number | null {
    return this.values.LOTTERY_SECONDS ?? null;
  }
}
