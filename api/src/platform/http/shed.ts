import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { FastifyContextConfig } from 'fastify';
import { isAtLeast, type LoadLevel } from '../load/index.js';

/**
 * When a route is refused so that others can be answered: `first` when the process is busy, `late` when it is overwhelmed,
 * `never`: what somebody needs who has been called. docs/operations.md says for every route which, and why.
 */
export type Shedding = 'first' | 'late' | 'never';

/** When a route is refused under load, and how. */
export interface ShedRule {
  when: Shedding;
  /** Whoever sends a genuine token of this purpose in this header is never refused. */
  unless?: { header: string; purpose: string };
  /** Its connection is ended with the refusal: nothing else comes over it. */
  stream?: boolean;
  /** People read it, not programs. */
  page?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    shed?: ShedRule;
  }
}

type Handler = (...args: never[]) => unknown;

function configOf(handler: Handler): FastifyContextConfig {
  return (Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler) as FastifyContextConfig | undefined) ?? {};
}

function declare(handler: Handler, shed: ShedRule): void {
  Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...configOf(handler), shed }, handler);
}

/** Declares when a route is shed; on a class, for those of its routes that say nothing themselves. Stands above `@RouteConfig`. A route without it does not start. */
export const Shed = (when: Shedding, more: Omit<ShedRule, 'when'> = {}) => (target: object, _name?: string | symbol, method?: PropertyDescriptor): void => {
  if (method) return declare(method.value as Handler, { when, ...more });
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors((target as { prototype: object }).prototype))) {
    const isRoute = typeof value === 'function' && Reflect.hasMetadata('path', value);
    if (isRoute && configOf(value as Handler).shed === undefined) declare(value as Handler, { when, ...more });
  }
};

/** `isGenuine` is asked only where it matters. */
export function isShed({ when, unless }: ShedRule, level: LoadLevel, isGenuine: (shown: { header: string; purpose: string }) => boolean): boolean {
  if (when === 'never' || !isAtLeast(level, when === 'first' ? 'busy' : 'overwhelmed')) return false;
  return unless === undefined || !isGenuine(unless);
}

/** What a handler's decorators say. */
export function shedRuleOf(handler: Handler): ShedRule | undefined {
  return configOf(handler).shed;
}
