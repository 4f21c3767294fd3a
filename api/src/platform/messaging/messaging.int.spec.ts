import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { Module } from '@nestjs/common';
import { until } from '../../../test/support/eventually.js';
import { TestDatabase } from '../../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../../test/support/test-house.js';
import { Consumers, Database, defineCommand, defineEvent, Inbox, Leases, type Message, Outbox } from '#platform';

const schema = z.strictObject({ account: z.string(), step: z.number(), note: z.string().optional() });
const Deposit = defineCommand({ name: 'bank.deposit', queue: 'bank', version: 1, schema, key: ({ account }) => account });
const Deposited = defineEvent({ name: 'bank.deposited', version: 1, schema, key: ({ account }) => account });

const seen: { command: Message[]; event: Message[] } = { command: [], event: [] };
const failures = new Map<number, number>();

@Module({})
class Bank {
  constructor(consumers: Consumers, database: Database, inbox: Inbox, outbox: Outbox) {
    consumers.commands('bank', [Deposit], async (messages) => {
      await database.transaction(async (tx) => {
        const fresh = await inbox.fresh(tx, 'bank', messages);
        for (const { payload } of fresh) {
          const { step, note = '' } = payload as z.infer<typeof schema>;
          const left = failures.get(step) ?? 0;
          if (left > 0) {
            failures.set(step, left - 1);
            throw new Error(`step ${step} fails${note}`);
          }
        }
        await outbox.append(tx, fresh.map(({ payload }) => Deposited.message(payload as z.infer<typeof schema>)));
        seen.command.push(...fresh);
      });
    });
    consumers.events('reader', [Deposited], async (messages) => {
      seen.event.push(...messages);
    });
  }
}

let database: TestDatabase;
let house: TestHouse;
beforeAll(async () => {
  database = await TestDatabase.create();
  house = await startHouse(database, [Bank, sessionsByDecree({})]);
});

async function send(steps: z.infer<typeof schema>[]): Promise<void> {
  const outbox = house.app.get(Outbox);
  await house.app.get(Database).transaction((tx) => outbox.append(tx, steps.map((step) => Deposit.message(step))));
}

const stepsOf = (messages: Message[], account: string) => messages.map(({ payload }) => payload as z.infer<typeof schema>).filter((step) => step.account === account).map(({ step }) => step);

test('a command reaches its owner and the event it causes reaches the reader, in order per key', async () => {
  const accounts = ['a', 'b', 'c', 'd'];
  for (let round = 0; round < 5; round += 1) {
    await send(accounts.flatMap((account) => [0, 1, 2, 3].map((step) => ({ account, step: round * 4 + step }))));
  }
  await until(() => seen.event.length === 80);
  const expected = Array.from({ length: 20 }, (_, index) => index);
  for (const account of accounts) {
    expect(stepsOf(seen.command, account)).toEqual(expected);
    expect(stepsOf(seen.event, account)).toEqual(expected);
  }
});

test('a message that fails is retried, and one that always fails becomes a dead letter without holding up the others', async () => {
  failures.set(1_001, 2);
  failures.set(1_002, 1_000);
  const before = seen.command.length;
  // A gateway may say anything: what no column can hold keeps no message from being buried.
  await send([1_000, 1_001, 1_002, 1_003].map((step) => ({ account: `x${step}`, step, note: 'a\0b\ud800' })));
  await until(() => seen.command.length === before + 3);
  await until(async () => (await database.query('select from platform.dead_letter')).length === 1);
  const [letter] = await database.query<{ payload: z.infer<typeof schema>; error: string }>('select payload, error from platform.dead_letter');
  expect(letter?.payload).toMatchObject({ step: 1_002, note: 'ab\ufffd' });
  expect(letter?.error).toContain('step 1002 fails');
});

test('nothing is sent when the transaction rolls back', async () => {
  const before = seen.command.length;
  const outbox = house.app.get(Outbox);
  const rolledBack = house.app.get(Database).transaction(async (tx) => {
    await outbox.append(tx, [Deposit.message({ account: 'r', step: 1 })]);
    throw new Error('changed our mind');
  });
  await expect(rolledBack).rejects.toThrow('changed our mind');
  await send([{ account: 's', step: 1 }]);
  await until(() => seen.command.length === before + 1);
  expect(stepsOf(seen.command, 'r')).toEqual([]);
});

test('a second process takes its share, and all of it when the first one leaves', async () => {
  const second = await startHouse(database, [Bank, sessionsByDecree({})]);
  // So many that neither gets none of them by chance.
  const parts = Array.from({ length: 64 }, (_, part) => `shares:${part}`);
  const [ours, others] = [house, second].map(({ app }) => parts.map((part) => app.get(Leases).claim(part)));
  await until(() => ours!.some(({ held }) => held) && others!.some(({ held }) => held) && parts.every((_, part) => ours![part]!.held !== others![part]!.held));
  const sharers = () => house.app.get(Leases).sharers('commands.bank');
  await until(() => sharers() === 2);
  await second.close();
  await until(() => sharers() === 1 && ours!.every(({ held }) => held));
  const before = seen.command.length;
  await send(Array.from({ length: 40 }, (_, step) => ({ account: `y${step}`, step })));
  await until(() => seen.command.length === before + 40);
});
