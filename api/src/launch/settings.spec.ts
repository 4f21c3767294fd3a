import { expect, test } from 'vitest';
import { LaunchRefused } from './launch-refused.js';
import { readSettings } from './settings.js';

test('a bare start is a demo on port 3000 in .catraca', () => {
  expect(readSettings({}, [], '/srv/catraca')).toEqual({
    port: 3000,
    host: '0.0.0.0',
    home: '/srv/catraca/.catraca',
    demo: true,
    databaseUrl: undefined,
    fresh: false,
    watch: false,
  });
});

test('an empty variable counts as not set', () => {
  expect(readSettings({ PORT: '', DATABASE_URL: ' ' }, [], '/srv')).toMatchObject({ port: 3000, databaseUrl: undefined });
});

test('an absolute data folder stays where it is', () => {
  expect(readSettings({ CATRACA_HOME: '/var/catraca' }, [], '/srv').home).toBe('/var/catraca');
});

test.each([['0'], ['65536'], ['3000.5'], ['web'], ['-1']])('PORT=%s is refused with the range', (PORT) => {
  expect(() => readSettings({ PORT }, [], '/srv')).toThrow(/choose a number from 1 to 65535/);
});

test('a misspelt option or mode is refused, not ignored', () => {
  expect(() => readSettings({}, ['--frehs'], '/srv')).toThrow(LaunchRefused);
  expect(() => readSettings({ CATRACA_MODE: 'prod' }, [], '/srv')).toThrow(/either "demo" or "live"/);
});

test('--fresh touches neither a live box office nor a database of one’s own', () => {
  expect(() => readSettings({ CATRACA_MODE: 'live' }, ['--fresh'], '/srv')).toThrow(LaunchRefused);
  expect(() => readSettings({ DATABASE_URL: 'postgres://db/catraca' }, ['--fresh'], '/srv')).toThrow(LaunchRefused);
});
