import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Config, createApp, openApiOf } from '#platform';
import { modulesOf } from '../../src/services.js';
import { expectCommitted } from '../support/committed.js';

interface Operation {
  operationId: string;
  tags: string[];
  parameters: { in: string; name: string; schema?: object }[];
  requestBody?: { content: Record<string, { schema?: object }> };
  responses: Record<string, { description?: string; content?: object }>;
  security?: object[];
}

let app: NestFastifyApplication;
let operations: [string, string, Operation][];
let document: ReturnType<typeof openApiOf>;
beforeAll(async () => {
  // Only built, never started: nothing of it needs a database.
  const environment = { SERVICE: 'all', CATRACA_MODE: 'demo', DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', SIGNING_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`, LOG_LEVEL: 'silent' };
  const config = Config.parse(environment);
  app = await createApp(config, modulesOf(config));
  document = openApiOf(app);
  operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.entries(methods as Record<string, Operation>).map(([method, operation]): [string, string, Operation] => [method, path, operation]));
});
afterAll(() => app.close());

/** The operations that lack something. */
const without = (has: (operation: Operation, path: string) => boolean): string[] => operations.filter(([, path, operation]) => !has(operation, path)).map(([method, path]) => `${method} ${path}`);

describe('the API document', () => {
  test('api/openapi.json is what the code makes of it', () => {
    expectCommitted('openapi.json', `${JSON.stringify(document, null, 1)}\n`);
  });

  test('every operation has an id of its own, a tag, its access and its refusals', () => {
    expect(operations.length).toBeGreaterThan(80);
    expect(new Set(operations.map(([, , { operationId }]) => operationId)).size).toBe(operations.length);
    expect(without(({ tags, security, responses }) => tags.length === 1 && security !== undefined && responses['default'] !== undefined)).toEqual([]);
  });

  test('every parameter of a path and every body is described', () => {
    expect(without(({ parameters }, path) => [...path.matchAll(/\{(\w+)\}/g)].every(([, name]) => parameters.some((each) => each.in === 'path' && each.name === name && each.schema)))).toEqual([]);
    expect(without(({ requestBody }) => !requestBody || Object.values(requestBody.content).every(({ schema }) => schema && Object.keys(schema).length > 0))).toEqual([]);
  });

  test('every usual answer is described, but for those without a body', () => {
    expect(without(({ responses }) => Object.entries(responses).every(([status, { content }]) => !status.startsWith('2') || ['202', '204'].includes(status) || content !== undefined))).toEqual([]);
  });

  test('every path is of the API, but for health and the mailbox', () => {
    expect(Object.keys(document.paths).filter((path) => !/^\/(api\/v1\/|health$|mailbox)/.test(path))).toEqual([]);
  });
});
