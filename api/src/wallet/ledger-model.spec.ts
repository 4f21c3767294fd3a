import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newAccount } from '../../test/support/wallet.js';
import { type Account, availableOf, balanceOf, frozenOf, Ledger, type Resolution, type Transfer } from './ledger.js';

/**
 * The ledger against a model that keeps no counters: it looks at all rows so far and sums. Every answer and every balance
 * must be the same, and at no time may a buyer's available balance be below zero.
 */
interface Model {
  now: number;
  opening: Map<string, number>;
  rows: Transfer[];
}
interface Real {
  accounts: Account[];
  ledger: Ledger;
}

const buyers = ['buyer:ana:BRL', 'buyer:bia:BRL'];
const accountIds = [...buyers, 'payee:theatre:BRL', 'gateway:aurora:BRL'];

const resolutionOf = ({ rows }: Model, id: string) => rows.find(({ pendingId }) => pendingId === id)?.flag;

function modelBalance(model: Model, account: string): { balance: number; frozen: number } {
  let balance = model.opening.get(account) ?? 0;
  let frozen = 0;
  for (const row of model.rows) {
    const moves = row.flag === 'posted' || row.flag === 'post_pending';
    if (moves && row.debitAccountId === account) balance -= row.amountCents;
    if (moves && row.creditAccountId === account) balance += row.amountCents;
    if (row.flag === 'pending' && row.debitAccountId === account && !resolutionOf(model, row.id)) frozen += row.amountCents;
  }
  return { balance, frozen };
}

function agree(model: Model, { accounts, ledger }: Real): void {
  for (const account of accounts.filter(({ kind }) => kind === 'buyer')) {
    expect({ balance: balanceOf(account), frozen: frozenOf(account) }).toEqual(modelBalance(model, account.id));
    expect(availableOf(account)).toBeGreaterThanOrEqual(0);
  }
  expect(ledger.recorded).toEqual(model.rows);
}

class Create implements fc.Command<Model, Real> {
  constructor(private readonly draft: { id: number; pending: boolean; from: number; to: number; amountCents: number; timeout: number | null }) {}
  check = () => true;
  run(model: Model, real: Real): void {
    const { id, pending, from, to, amountCents, timeout } = this.draft;
    const row: Transfer = {
      id: `t${id}`,
      flag: pending ? 'pending' : 'posted',
      code: 'payment',
      paymentId: 'p',
      pendingId: null,
      debitAccountId: accountIds[from] as string,
      creditAccountId: accountIds[to] as string,
      amountCents,
      timeoutAt: pending ? timeout : null,
    };
    const result = real.ledger.create({ ...row, flag: pending ? 'pending' : 'posted' });
    const existing = model.rows.find((other) => other.id === row.id);
    const { balance, frozen } = modelBalance(model, row.debitAccountId);
    if (existing) assert.match(result, /^exists/);
    else if (from === to) assert.equal(result, 'accounts_must_be_different');
    else if (buyers.includes(row.debitAccountId) && balance - frozen < amountCents) assert.equal(result, 'exceeds_credits');
    else {
      assert.equal(result, 'created');
      model.rows.push(row);
    }
    agree(model, real);
  }
  toString = () => `create(${JSON.stringify(this.draft)})`;
}

class Resolve implements fc.Command<Model, Real> {
  constructor(private readonly draft: { id: number; pendingId: number; flag: Resolution }) {}
  check = () => true;
  run(model: Model, real: Real): void {
    const { flag } = this.draft;
    const [id, pendingId] = [`r${this.draft.id}`, `t${this.draft.pendingId}`];
    const result = real.ledger.resolve(id, flag, pendingId);
    const pending = model.rows.find((row) => row.id === pendingId && row.flag === 'pending');
    const timedOut = pending?.timeoutAt !== null && (pending?.timeoutAt ?? 0) <= model.now;
    if (model.rows.some((row) => row.id === id)) assert.match(result, /^exists/);
    else if (!pending) assert.match(result, /^pending_transfer_not_(found|pending)$/);
    else if (resolutionOf(model, pendingId)) assert.match(result, /^pending_transfer_(already|expired)/);
    else if (flag === 'post_pending' && timedOut) assert.equal(result, 'pending_transfer_expired');
    else if (flag === 'expire_pending' && !timedOut) assert.equal(result, 'pending_transfer_not_yet_expired');
    else {
      assert.equal(result, 'created');
      model.rows.push({ ...pending, id, flag, pendingId, timeoutAt: null });
    }
    agree(model, real);
  }
  toString = () => `resolve(${JSON.stringify(this.draft)})`;
}

test('answers and balances are those of a model that sums all rows, for any sequence of transfers', () => {
  const account = fc.nat({ max: accountIds.length - 1 });
  const commands = [
    fc
      .record({
        id: fc.nat({ max: 30 }),
        pending: fc.boolean(),
        from: account,
        to: account,
        amountCents: fc.integer({ min: 1, max: 600 }),
        timeout: fc.constantFrom(null, 50, 150),
      })
      .map((draft) => new Create(draft)),
    fc
      .record({
        id: fc.nat({ max: 30 }),
        pendingId: fc.nat({ max: 30 }),
        flag: fc.constantFrom<Resolution>('post_pending', 'void_pending', 'expire_pending'),
      })
      .map((draft) => new Resolve(draft)),
  ];
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 60 }), (sequence) => {
      const accounts = [
        newAccount('buyer', 'ana', 1_000),
        newAccount('buyer', 'bia', 500),
        newAccount('payee', 'theatre'),
        newAccount('gateway', 'aurora'),
      ];
      const setup = () => ({
        model: { now: 100, opening: new Map(accounts.map(({ id, creditsPosted }) => [id, creditsPosted])), rows: [] },
        real: { accounts, ledger: new Ledger(accounts, [], 100) },
      });
      fc.modelRun(setup, sequence);
    }),
    { numRuns: 300 },
  );
});
