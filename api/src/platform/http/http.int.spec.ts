import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { connect } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Access, Shed } from '#platform';
import { eventually } from '../../../test/support/eventually.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../../test/support/test-house.js';

const wish = z.union([
  z.strictObject({ seats: z.array(z.string()).min(1).max(3) }),
  z.strictObject({ kind: z.string(), quantity: z.int().min(1), guest: z.union([z.strictObject({ name: z.string(), age: z.int() }), z.null()]) }),
]);

let waiting = 0;
let answer: () => void = () => {};

@Controller('desk')
@Access('public')
@Shed('never')
class Desk {
  @Post()
  take(@Body({ schema: wish }) body: z.infer<typeof wish>) {
    return body;
  }

  @Get('slow')
  async slow() {
    waiting += 1;
    await new Promise<void>((resolve) => (answer = resolve));
    return { late: true };
  }
}
@Module({ controllers: [Desk] })
class DeskModule {}

let house: TestHouse;
beforeAll(async () => {
  house = await startHouse(await TestDatabase.create(), [DeskModule, sessionsByDecree({})]);
});

async function problems(body: unknown): Promise<unknown> {
  const response = await fetch(`${house.url}/api/v1/desk`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return ((await response.json()) as { problems: unknown }).problems;
}

test('where one of several forms is meant, the mistakes in that one are named', async () => {
  const whole = { path: 'quantity', message: 'Invalid input: expected int, received number' };
  expect(await problems({ kind: 'table', quantity: 1.5, guest: null })).toEqual([whole]);
  expect(await problems({ seats: ['a', 'b', 'c', 'd'] })).toEqual([{ path: 'seats', message: 'Too big: expected array to have <=3 items' }]);
  expect(await problems({ kind: 'table', quantity: 1.5, guest: { name: 'Ana' } })).toEqual([whole, { path: 'guest.age', message: expect.stringContaining('expected number') as string }]);
});

test('a form that a page could post is not read', async () => {
  const response = await fetch(`${house.url}/api/v1/desk`, { method: 'POST', body: new URLSearchParams({ kind: 'table' }) });
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([415, 'platform.invalid_request']);
});

const open = async () => Number(/^catraca_http_requests_open (\d+)/m.exec(await (await fetch(`${house.url}/metrics`)).text())?.[1]);

test('a request whose client hangs up is not counted as open for ever', async () => {
  const { hostname, port } = new URL(house.url);
  const before = await open();
  const client = connect(Number(port), hostname);
  client.write('GET /api/v1/desk/slow HTTP/1.1\r\nhost: a\r\n\r\n');
  await eventually(async () => expect(waiting).toBe(1));
  expect(await open()).toBe(before + 1);
  client.destroy();
  await eventually(async () => expect(await open()).toBe(before));
  answer();
  expect(await open()).toBe(before);
});
