import { expect, test } from 'vitest';
import { readOptions } from './options.ts';
import { expectedFans } from './scenario.ts';

const read = (...args: string[]) => {
  const options = readOptions(args, {});
  if (options === 'help') throw new Error('help was not asked for');
  return options;
};

test('without a word it is the casino, on a box office of its own', () => {
  expect(read()).toMatchObject({ scenario: { name: 'casino' }, office: null, out: 'rehearsal-report', pollOrigin: false, findLimit: false, death: null });
});

test('a rate is fans a second over the time they come; minutes stretch that time', () => {
  const { scenario } = read('--preset', 'festival', '--rate', '50', '--minutes', '2');
  expect(Math.max(...scenario.waves.map(({ fromSeconds, forSeconds }) => fromSeconds + forSeconds))).toBeCloseTo(120);
  expect(expectedFans(scenario)).toBeCloseTo(50 * 120);
});

test('the limit preset takes its rate as purchases a second, measured after a warm-up', () => {
  const { scenario } = read('--preset', 'limit', '--rate', '100', '--minutes', '0.5');
  expect(scenario).toMatchObject({ measured: { fromSeconds: 15, forSeconds: 30 }, thresholds: { everybodyBuys: true, perSecondMin: 95 } });
  expect(expectedFans(scenario)).toBe(100 * 45);
});

test('a provider that dies is named with its second, and takes the threshold of time away', () => {
  const { scenario, death } = read('--preset', 'limit', '--kill-gateway', 'aurora@30');
  expect(death).toEqual({ provider: 'aurora', atSecond: 30, forSeconds: 20 });
  expect(scenario.thresholds).toEqual({ shedMax: 0, everybodyBuys: true });
});

test('a search takes its first rate, and may be let loose on somebody’s box office by who says so', () => {
  expect(read('--find-limit', '--rate', '40', '--url', 'https://tickets.example.org', '--token', 'x', '--yes', '--like', 'e')).toMatchObject({ findLimit: true, rate: 40, like: 'e', scenario: { name: 'limit' } });
  expect(read('--find-limit', '--preset', 'limit')).toMatchObject({ findLimit: true });
});

test('somebody’s box office needs its organiser’s token', () => {
  expect(() => read('--url', 'https://tickets.example.org')).toThrow('needs the token');
  expect(readOptions(['--url', 'https://tickets.example.org'], { REHEARSAL_TOKEN: 'secret' })).toMatchObject({ office: { token: 'secret' } });
});

test.each([
  [['--preset', 'opera'], 'no preset "opera"'],
  [['--rate=-3'], '--rate is "-3"'],
  [['--rate', 'many'], '--rate is "many"'],
  [['--minutes', '100000'], 'at most 1440'],
  [['--url', 'tickets', '--token', 'x'], 'not the address'],
  [['--like', '019aa000-0000-7000-8000-000000000101'], '--url'],
  [['--kill-gateway', 'aurora'], 'aurora@30'],
  [['--kill-gateway', 'aurora@3', '--url', 'https://tickets.example.org', '--token', 'x'], 'not for one at --url'],
  [['--preset', 'constructor'], 'no preset "constructor"'],
  [['--kill-gateway', 'nobody@3'], 'no provider "nobody"'],
  [['--find-limit', '--preset', 'casino'], '--preset'],
  [['--find-limit', '--minutes', '3', '--kill-gateway', 'aurora@3'], '--minutes, --kill-gateway'],
  [['--find-limit', '--url', 'https://tickets.example.org', '--token', 'x'], '--yes'],
  [['--url', 'http://tickets.example.org', '--token', 'x'], 'https'],
  [['--end', '019aa000-0000-7000-8000-000000000101'], '--url'],
  [['--fast'], 'Unknown option'],
])('%j is refused with a sentence', (args, sentence) => {
  expect(() => read(...args)).toThrow(sentence);
});
