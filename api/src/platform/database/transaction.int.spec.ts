import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database, Tx } from '#platform';
import { TestDatabase } from '../../../test/support/test-database.js';
import { afterCommit, withCommit } from './database.js';

let database: TestDatabase;
let opened: Database;
beforeAll(async () => {
  database = await TestDatabase.create();
  opened = database.open();
  await database.query('create table public.note (text text primary key)');
});
beforeEach(() => database.query('delete from public.note'));

const write = (tx: Tx, text: string) => sql`insert into public.note (text) values (${text})`.execute(tx);
const notes = async () => (await database.query<{ text: string }>('select text from public.note order by text')).map(({ text }) => text);

describe('a transaction', () => {
  test('executes what was asked for together in its order, and what goes with the commit last', async () => {
    await opened.transaction(async (tx) => {
      withCommit(tx, 'messages', () => [sql`insert into public.note select 'c after ' || string_agg(text, ' ' order by text) from public.note`]);
      withCommit(tx, 'sums', () => [sql`insert into public.note (text) values ('b')`]);
      await Promise.all([write(tx, 'a'), sql`update public.note set text = 'aa' where text = 'a'`.execute(tx)]);
    });
    expect(await notes()).toEqual(['aa', 'b', 'c after aa b']);
  });

  test('fails with its first failure, whoever hears of it first', async () => {
    const far = async (tx: Tx) => {
      const near = async () => sql`select 1 / 0`.execute(tx);
      return (async () => await near())();
    };
    for (let round = 0; round < 50; round += 1) {
      await expect(opened.transaction((tx) => Promise.all([far(tx), write(tx, 'x')]))).rejects.toMatchObject({ code: '22012' });
    }
    expect(await notes()).toEqual([]);
  });

  test('that fails in its last statement is undone, and announces nothing', async () => {
    let announced = false;
    const failing = opened.transaction(async (tx) => {
      afterCommit(tx, () => (announced = true));
      withCommit(tx, 'sums', () => [sql`insert into public.note (text) values ('a')`]);
      await write(tx, 'a');
    });
    await expect(failing).rejects.toMatchObject({ constraint: 'note_pkey' });
    expect([announced, await notes()]).toEqual([false, []]);
  });

  test('that is over takes no more statements from whoever has not noticed', async () => {
    let late: Promise<unknown> | undefined;
    const failing = opened.transaction(async (tx) => {
      const straggler = new Promise((resolve) => setTimeout(resolve, 50)).then(() => write(tx, 'written outside'));
      late = straggler.catch((error: Error) => error.message);
      throw new Error('changed our mind');
    });
    await expect(failing).rejects.toThrow('changed our mind');
    expect(await late).toBe('the transaction is over');
    expect(await notes()).toEqual([]);
  });
});
