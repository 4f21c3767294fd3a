import { AsyncLocalStorage } from 'node:async_hooks';
import { PreparingClient } from '../../src/platform/database/client.js';

const counting = new AsyncLocalStorage<{ statements: number }>();
const send = Reflect.get(PreparingClient.prototype, 'query') as (this: PreparingClient, ...call: unknown[]) => never;

PreparingClient.prototype.query = function query(this: PreparingClient, ...call: unknown[]): never {
  const count = counting.getStore();
  if (count) count.statements += 1;
  return send.apply(this, call);
};

/** How many statements some work sends to the database, `begin` and `commit` among them; what else the process does meanwhile is not counted. */
export async function statementsOf<Result>(work: () => Promise<Result>): Promise<{ statements: number; result: Result }> {
  const count = { statements: 0 };
  const result = await counting.run(count, work);
  return { statements: count.statements, result };
}
