import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Config, declaredRoutes, openApiOf, operationNameOf, type ShedRule } from '#platform';
import { modulesOf } from '../../src/services.js';
import { TestDatabase } from '../support/test-database.js';
import { startHouse, testEnvironment, type TestHouse } from '../support/test-house.js';

let house: TestHouse;
beforeAll(async () => {
  const database = await TestDatabase.create();
  house = await startHouse(database, modulesOf(Config.parse(testEnvironment(database, '.'))));
});

const said = ({ when, unless }: ShedRule) => (unless ? `${when}, but not who shows an admission` : when);

/** Every documented route, and /metrics, with what its decorators say. */
function declared(): [string, string][] {
  const rules = new Map(declaredRoutes(house.app).map(({ controller, handler, shed }) => [operationNameOf(controller, handler), shed]));
  const routes = Object.entries(openApiOf(house.app).paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, { operationId?: string }>).map(([method, { operationId }]): [string, string] => {
      const rule = rules.get(operationId?.replace(/_\d+$/, '') ?? '');
      return [`${method.toUpperCase()} ${path.replace('/api/v1', '')}`, rule ? said(rule) : 'undeclared'];
    }),
  );
  return [...new Map([...routes, ['GET /metrics', said(rules.get('State_scrape')!)] as [string, string]])];
}

/** What the table in docs/operations.md says. */
function documented(): [string, string][] {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'operations.md'), 'utf8');
  return [...text.matchAll(/^\| ((?:first|late|never)[^|]*) \| ([^|]*) \|/gm)].flatMap(([, when, routes]) =>
    [...routes!.matchAll(/`([A-Z]+ [^`]+)`/g)].map(([, route]): [string, string] => [route!, when!]),
  );
}

const sorted = (routes: [string, string][]) => routes.map(([route, when]) => `${route}: ${when}`).toSorted();

describe('shedding', () => {
  test('every route is refused when docs/operations.md says so, and stands there once', () => {
    expect(declared().length).toBeGreaterThan(70);
    expect(sorted(documented())).toEqual(sorted(declared()));
  });

  test('streams are refused first, and their connections end', () => {
    const streams = declaredRoutes(house.app).filter(({ shed }) => shed?.stream).map(({ controller, handler, shed }) => [operationNameOf(controller, handler), shed?.when]);
    expect(streams).toEqual([['Inventory_watch', 'first'], ['Orders_stream', 'first']]);
  });
});
