import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical, type Deed, flaws, GENESIS, link } from './chain.js';

const deed = (number: number, personal: Record<string, unknown> = {}): Deed => ({
  id: `id-${number}`, occurredAt: new Date(1_700_000_000_000 + number), actor: 'rosa', action: 'catalog.change_price', target: `event:${number}`, data: { number }, personal,
});
const deeds = (count: number) => Array.from({ length: count }, (_, number) => deed(number));

describe('canonical JSON', () => {
  test('does not depend on the order of members', () => {
    expect(canonical({ b: 1, a: { d: [1, { z: 0, y: 'é\n' }], c: null } })).toBe('{"a":{"c":null,"d":[1,{"y":"é\\n","z":0}]},"b":1}');
  });

  test('says the same as the value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }));
  });
});

describe('the chain', () => {
  test('is whole however it was cut into batches', () => {
    const first = link(GENESIS, deeds(3));
    const second = link(first.at(-1)!, deeds(4));
    expect(flaws(GENESIS, [...first, ...second])).toEqual([]);
    expect([...first, ...second].map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('shows every change of an entry', () => {
    const entries = link(GENESIS, deeds(5));
    const [target] = entries.slice(2, 3);
    const forged = { ...target!, content: target!.content.replace('rosa', 'otto') };
    expect(flaws(GENESIS, entries.with(2, forged))).toEqual([{ sequence: 3, flaw: 'its content is not what was hashed' }]);
    const rehashed = link(entries[1]!, [{ ...deed(2), actor: 'otto' }])[0]!;
    expect(flaws(GENESIS, entries.with(2, rehashed))).toEqual([{ sequence: 4, flaw: 'does not follow the entry before it' }]);
  });

  test('shows what was taken out, swapped or renumbered', () => {
    const entries = link(GENESIS, deeds(5));
    expect(flaws(GENESIS, entries.toSpliced(2, 1)).map(({ sequence }) => sequence)).toEqual([4, 4]);
    expect(flaws(GENESIS, [entries[1]!, entries[0]!, ...entries.slice(2)]).length).toBeGreaterThan(2);
    const renumbered = entries.toSpliced(2, 1).map((entry, index) => ({ ...entry, sequence: index + 1 }));
    expect(flaws(GENESIS, renumbered)).not.toEqual([]);
  });

  test('holds of personal data only a digest that cannot be guessed', () => {
    const [one] = link(GENESIS, [deed(1, { address: '203.0.113.7' })]);
    const [other] = link(GENESIS, [deed(1, { address: '203.0.113.7' })]);
    expect(one?.content).not.toContain('203.0.113.7');
    expect(one?.content).not.toBe(other?.content);
    expect(link(GENESIS, [deed(1)])[0]?.personal).toBeNull();
  });
});
