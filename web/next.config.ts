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
  reactStrictMode: true,
  devIndicators: false,
};

export default createNextIntlPlugin('./words/request.ts')(config);
