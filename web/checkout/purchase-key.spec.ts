import { beforeEach, describe, expect, it } from 'vitest';
import { type Drawer, PurchaseKeys } from './purchase-key.ts';

const hold = '019aa000-0000-7000-8000-0000000000bb';
const question = { holdId: hold, payment: { method: 'card', token: 'tok_ok' } };

describe('the key of a purchase', () => {
  let kept: Map<string, string>;
  let drawer: Drawer;
  beforeEach(() => {
    kept = new Map();
    drawer = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name) };
  });

  it('is the same for the same question, before and after a reload', () => {
    const key = new PurchaseKeys(drawer).keyOf(hold, question);
    expect(new PurchaseKeys(drawer).keyOf(hold, { ...question })).toBe(key);
  });

  it('is another for another question and for another hold', () => {
    const keys = new PurchaseKeys(drawer);
    const key = keys.keyOf(hold, question);
    expect(keys.keyOf('another', question)).not.toBe(key);
    expect(keys.keyOf(hold, { ...question, payment: { method: 'pix' } })).not.toBe(key);
  });

  it('is new once the question was answered with no', () => {
    const keys = new PurchaseKeys(drawer);
    const key = keys.keyOf(hold, question);
    keys.answered(hold);
    expect(keys.keyOf(hold, question)).not.toBe(key);
  });

  it('survives what somebody else left in its place', () => {
    kept.set(`catraca.key ${hold}`, '{"key":5');
    expect(new PurchaseKeys(drawer).keyOf(hold, question)).toMatch(/^[0-9a-f]{32}$/);
  });
});
