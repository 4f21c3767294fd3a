import createNextIntlPlugin from 'next-intl/plugin';
import type { NextConfig } from 'next';
import { join } from 'node:path';

const config: NextConfig = {
  poweredByHeader: false,
  // The API's answers are compressed by whoever makes them; pages by server.ts.
  compress: false,
  // Types are checked by the compiler of the whole house (`npm test`), which Next cannot call.
  typescript: { ignoreBuildErrors: true },
  turbopack: { root: join(import.meta.dirname, '..') },
  // A cache in front may show a page that is as old as this while it asks for the new one; Next's own idea is a year.
  expireTime: 300,
  // What is kept is kept in memory (50 MB, the least used go first): a file for every address that somebody thinks up would fill the disk.
  experimental: { isrFlushToDisk: false },
  reactStrictMode: true,
  devIndicators: false,
};

export default createNextIntlPlugin('./words/request.ts')(config);
