import type { FastifyInstance } from 'fastify';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

// The package's index file does not run outside browsers; only its folder is wanted.
const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('swagger-ui-dist/package.json'));

const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Catraca API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
<body>
<div id="api"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
`;

// Without `validatorUrl: null` the page would send the document's address to a stranger.
const start = `SwaggerUIBundle({
  url: '/api/openapi.json', dom_id: '#api', validatorUrl: null, deepLinking: true, docExpansion: 'list', filter: true, tagsSorter: 'alpha', displayRequestDuration: true,
});
`;

// The library sets styles on its elements and draws with data: pictures; nothing comes from, or goes to, another host.
const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const files: Record<string, { type: string; read: () => Promise<string | Buffer> }> = {
  '/api/docs': { type: 'text/html; charset=utf-8', read: async () => page },
  '/api/docs/start.js': { type: 'text/javascript; charset=utf-8', read: async () => start },
  '/api/docs/swagger-ui.css': { type: 'text/css; charset=utf-8', read: () => readFile(join(folder, 'swagger-ui.css')) },
  '/api/docs/swagger-ui-bundle.js': { type: 'text/javascript; charset=utf-8', read: () => readFile(join(folder, 'swagger-ui-bundle.js')) },
};

const compress = promisify(gzip);

/** A page at `/api/docs` in which the API can be read and tried; for everybody, and all of it from this server. */
export function docsPage(server: FastifyInstance): void {
  const compressed = new Map<string, Promise<Buffer>>();
  for (const [path, { type, read }] of Object.entries(files)) {
    server.get(path, { config: { shed: { when: 'first' } } }, async (_request, reply) => {
      if (!compressed.has(path)) compressed.set(path, read().then((text) => compress(text)));
      // Every browser takes gzip; the bundle is 1.6 MB without.
      await reply
        .header('content-encoding', 'gzip')
        .header('cache-control', 'public, max-age=3600')
        .header('content-security-policy', policy)
        .type(type)
        .send(await compressed.get(path));
    });
  }
}
