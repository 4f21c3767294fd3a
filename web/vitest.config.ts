import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.spec.ts', '**/*.spec.tsx'],
    environment: 'node',
    // Two cores: more files at a time would only make each slower.
    maxWorkers: 2,
  },
});
