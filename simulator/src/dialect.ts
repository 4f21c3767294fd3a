import type { FastifyInstance, FastifyRequest, RouteHandlerMethod } from 'fastify';
import type { Call, Phrases } from './desk.ts';
import type { Answer } from './idempotency.ts';
import type { Character, Occurrence, Provider } from './provider.ts';
import type { Sign } from './webhooks.ts';

/** Gives the answer to a request by way of the desk. */
export type Serve = (call: (request: FastifyRequest) => Call | Answer) => RouteHandlerMethod;

/** What a provider knows of its merchant, and its clock. */
export interface Merchant {
  apiKey: string;
  /** What pages show; without one no card is taken from them. */
  publishableKey: string | undefined;
  /** Where webhooks go; some merchants say it by a call. */
  recipient: { url: string };
  now: () => number;
}

/** How one provider speaks: its routes, its words, its envelope of webhooks. */
export interface Dialect {
  name: string;
  character: Character;
  phrases: Phrases;
  unauthorized: Answer;
  /** How long an idempotency key is remembered, by the provider's clock. */
  keySeconds: number;
  /** Whether a failure is remembered under its key and told again; else the key is free as if nothing had been asked. */
  keepsErrors?: boolean;
  signatureHeader: string;
  /** How a delivery is signed, where it is not by `t=…,v1=…` over its body. */
  sign?: Sign;
  apiKeyOf(request: FastifyRequest): string | undefined;
  /** Where it is no key that is shown with each call. */
  admits?(request: FastifyRequest, merchant: Merchant): boolean;
  routes(app: FastifyInstance, provider: Provider, serve: Serve, merchant: Merchant): void;
  /** What browsers ask, who have no key of the merchant's. */
  pageRoutes?(app: FastifyInstance, provider: Provider, serve: Serve, merchant: Merchant): void;
  /** Undefined: of this it says nothing. */
  event(occurrence: Occurrence, id: string, at: number): unknown;
  envelope(events: unknown[]): unknown[];
}

export const isCall = (value: Call | Answer): value is Call => 'run' in value;

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = (value: unknown, lengthMax = 128): string | undefined =>
  typeof value === 'string' && value.length > 0 && value.length <= lengthMax ? value : undefined;

export const headerOf = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
};

/** A whole number from a query string; undefined where there is none. */
export const wholeNumber = (value: unknown): number | undefined => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined);
