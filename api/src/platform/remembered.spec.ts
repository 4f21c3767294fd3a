import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Remembered } from './remembered.js';

function counted() {
  const loads: string[][] = [];
  let version = 1;
  const load = async (keys: string[]) => {
    loads.push(keys);
    const seen = version;
    await delay(5);
    return keys.map((key) => `${key}${seen}`);
  };
  return { loads, load, change: () => (version += 1) };
}

test('what many ask for at once is loaded once', async () => {
  const { loads, load } = counted();
  const memory = new Remembered<string>(1_000);
  const answers = await Promise.all([memory.all(['a', 'b', 'a'], load), memory.all(['b', 'c'], load), memory.all(['a'], load)]);
  expect(answers).toEqual([['a1', 'b1', 'a1'], ['b1', 'c1'], ['a1']]);
  expect(loads).toEqual([['a', 'b'], ['c']]);
});

test('it is forgotten after its time, and when told, even while a load is under way', async () => {
  const { load, change } = counted();
  const memory = new Remembered<string>(30);
  const stale = memory.all(['a'], load);
  change();
  memory.forget('a');
  expect(await memory.all(['a'], load)).toEqual(['a2']);
  expect(await stale).toEqual(['a1']);
  expect(await memory.all(['a'], load)).toEqual(['a2']);
  change();
  await delay(35);
  expect(await memory.all(['a'], load)).toEqual(['a3']);
});

test('whoever loads alone uses what is known and waits for nobody', async () => {
  const memory = new Remembered<string>(1_000);
  const never = memory.all(['a'], () => new Promise<string[]>(() => {}));
  expect(await memory.allAlone(['a'], async () => ['own'])).toEqual(['own']);
  expect(await memory.allAlone(['a'], async () => ['again'])).toEqual(['own']);
  expect(await Promise.race([never, delay(5, 'waits')])).toBe('waits');
});

test('a failed load is not remembered', async () => {
  const memory = new Remembered<string>(1_000);
  await expect(memory.one('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(await memory.one('a', async () => 'back')).toBe('back');
});

test('made-up keys beyond any number push out what was asked for longest ago, and nothing that is being answered', async () => {
  const { loads, load } = counted();
  const memory = new Remembered<string>(60_000);
  await memory.all(['first', 'second'], load);
  const madeUp = Array.from({ length: 10_000 }, (_, nth) => `made-up ${nth}`);
  expect(await memory.all(['second', ...madeUp], load)).toHaveLength(10_001);
  loads.length = 0;
  for (const key of madeUp.slice(0, 5)) await memory.all([`new ${key}`], load);
  await memory.all(['made-up 9999', 'first'], load);
  expect(loads.at(-1)).toEqual(['first']);
});
