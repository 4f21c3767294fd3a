import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['src/**/*.spec.ts'], environment: 'node', testTimeout: 30_000, hookTimeout: 60_000, retry: process.env['CI'] ? 1 : 0 },
});
