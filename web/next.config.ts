import createNextIntlPlugin from 'next-intl/plugin';
import type { NextConfig } from 'next';
import { join } from 'node:path';

// A page is some 30 KB with what a client's own navigation reads of it: a thousand of them in three languages.
const PAGES_BYTES_MAX = 100 * 1024 * 1024;

const config: NextConfig = {
  // Built aside and put in place when it is whole (scripts/build.mjs).
  distDir: process.env['CATRACA_PAGES_FOLDER'] ?? '.next',
  poweredByHeader: false,
  // The API's answers are compressed by whoever makes them; pages by server.ts.
  compress: false,
  // Types are checked by the compiler of the whole house (`npm test`), which Next cannot call.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: join(import.meta.dirname, '..') },
  // A cache in front may show a page that is as old as this while it asks for the new one; Next's own idea is a year.
  expireTime: 300,
  // The line's files carry a hash of what they hold (line/build.ts), faces their version (ui/copy-fonts.ts): a browser asks for each of them once.
  headers: async () => ['/line/:file+', '/fonts/:file+'].map((source) => ({ source, headers: [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }] })),
  // Pages are kept in memory, and the oldest go: whoever asks for addresses at random fills no disk.
  experimental: { isrFlushToDisk: false },
  cacheMaxMemorySize: PAGES_BYTES_MAX,
  reactStrictMode: true,
  devIndicators: false,
};

export default createNextIntlPlugin('./words/request.ts')(config);
