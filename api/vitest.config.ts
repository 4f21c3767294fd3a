import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'] } },
  test: {
    setupFiles: ['test/support/setup.ts'],
    // Two cores: more files at a time would only make each slower.
    maxWorkers: 2,
    // Longer than the two minutes that a wait for something lasts, so that a failing test says what never came.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'house',
          include: ['src/**/*.spec.ts', 'test/**/*.spec.ts', 'test/**/*.e2e.ts'],
          exclude: [...configDefaults.exclude, 'test/chaos/*.e2e.ts', 'test/faults/*.e2e.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          // A shared, noisy machine may stall one test; it is run once more there, and the report names it.
          retry: process.env['CI'] ? 1 : 0,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['test/faults/*.e2e.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          // After the others, alone: it is as fast as the machine.
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'chaos',
          include: ['test/chaos/*.e2e.ts'],
          // After all others: it keeps both cores busy for minutes.
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
