import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'test/**/*.e2e.ts'],
    environment: 'node',
    // A rehearsal brings a box office of its own; two at once on two cores would rehearse each other.
    maxWorkers: 1,
    fileParallelism: false,
    // A shared, noisy machine may stall one test; it is run once more there, and the report names it.
    retry: process.env['CI'] ? 1 : 0,
  },
});
