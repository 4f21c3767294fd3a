import type { INestApplication } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { ACCESS, type AccessRule, REHEARSALS } from './access.js';
import { type ShedRule, shedRuleOf } from './shed.js';

/** A route as declared: for the check at the start and the test that walks all routes × all roles. */
export interface DeclaredRoute {
  controller: string;
  handler: string;
  paths: string[];
  rule: AccessRule | undefined;
  /** Whether a rehearsal's accounts are let in. */
  openToRehearsals: boolean;
  shed: ShedRule | undefined;
}

/** How the API document names a handler. */
export function operationNameOf(controller: string, handler: string): string {
  return `${controller.replace(/Controller$/, '')}_${handler}`;
}

/** Every route of an application, as its decorators declare it. */
export function declaredRoutes(app: INestApplication): DeclaredRoute[] {
  const scanner = new MetadataScanner();
  const reflector = app.get(Reflector);
  return app
    .get(DiscoveryService)
    .getControllers()
    .flatMap(({ metatype }) => {
      if (!metatype) return [];
      const prototype = metatype.prototype as object;
      return scanner.getAllMethodNames(prototype).flatMap((handler) => {
        const method = (prototype as Record<string, unknown>)[handler] as () => unknown;
        const path = Reflect.getMetadata('path', method) as string | string[] | undefined;
        if (path === undefined) return [];
        const rule = reflector.getAllAndOverride<AccessRule | undefined>(ACCESS, [method, metatype]);
        const openToRehearsals = rule === 'public' || (reflector.getAllAndOverride<true | undefined>(REHEARSALS, [method, metatype]) ?? false);
        return [{ controller: metatype.name, handler, paths: [path].flat(), rule, openToRehearsals, shed: shedRuleOf(method) }];
      });
    });
}

/** @throws naming every route that does not say who may call it. */
export function requireAccessRules(app: INestApplication): void {
  const open = declaredRoutes(app).filter(({ rule }) => rule === undefined);
  if (open.length > 0) throw new Error(`These routes do not declare their access: ${open.map(({ controller, handler }) => `${controller}.${handler}`).join(', ')}`);
}
