import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.spec.ts', 'test/**/*.e2e.ts'],
    environment: 'node',
    // A rehearsal brings a box office of its own; two at once on two cores would rehearse each other.
    maxWorkers: 1,
    fileParallelism: false,
    // A fair sale differs significantly at 99 % once in a hundred times; twice in a row is no chance.
    retry: process.env['CI'] ? 1 : 0,
  },
});
