import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    // Two cores: more files at a time would only make each slower.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          // Rules are tried by the thousand, on a machine that may be busy with other things.
          testTimeout: 120_000,
          include: ['**/*.spec.ts', '**/*.spec.tsx'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/*.browser.ts'],
          globalSetup: ['test/start-house.ts'],
          // One house for all of them: a file at a time, so that none waits for another's fans.
          fileParallelism: false,
          // Longer than what a page waits for, so that a failing test says what never came.
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // What is polled for comes in its time on a busy machine, too; of itself Vitest gives up after a second.
          expect: { poll: { timeout: 60_000, interval: 100 } },
          // A shared, noisy machine may stall one test; it is run once more there, and the report names it.
          retry: process.env['CI'] ? 1 : 0,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
