// The web process: Next's pages behind our own door. It listens on loopback; the box office's port hands over what is not the API's.
import next from 'next';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { hostedFields } from './box-office/card-fields.ts';
import { CardOffer } from './server/card-offer.ts';
import { noCards, takesCards } from './server/card-sources.ts';
import { judge } from './server/gate.ts';
import { nothingPage } from './server/nothing-page.ts';
import { PageResponse } from './server/page-response.ts';
import { policyWithNonce } from './server/policy.ts';
import { staticRoutes } from './server/static-routes.ts';

const development = process.argv.includes('--dev');
const publicUrl = process.env['PUBLIC_URL'];
const hostname = process.env['HOST'] ?? '127.0.0.1';
const port = Number(process.env['PORT'] ?? 3100);

// What Catraca bears with elsewhere, too: 20 s for a head on the slowest line, 30 s for a form.
const HEAD_MS = 20_000;
const REQUEST_MS = 30_000;
// Longer than the box office keeps a connection to us that rests.
const IDLE_MS = 75_000;
const HEAD_BYTES_MAX = 16 * 1024;
// Rendering one page takes some 3 ms; who would wait longer than a few seconds is told so at once.
const RENDERING_MAX = 400;
const CONNECTIONS_MAX = 4096;
const STOP_MS = 8000;

const app = next({ dev: development, dir: import.meta.dirname, hostname, port });
await app.prepare();
const render = app.getRequestHandler();
const isStatic = staticRoutes(development ? '' : join(import.meta.dirname, '.next', 'prerender-manifest.json'));
const cardOffer = new CardOffer(() => hostedFields(process.env['API_URL'] ?? ''));
let rendering = 0;

const server = createServer({ ServerResponse: PageResponse, headersTimeout: HEAD_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: IDLE_MS, maxHeaderSize: HEAD_BYTES_MAX }, handle);
server.maxConnections = CONNECTIONS_MAX;
if (development) {
  const upgrade = app.getUpgradeHandler();
  server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head));
}

function handle(request: IncomingMessage, response: PageResponse): void {
  const verdict = judge(request, publicUrl, development);
  if (verdict.kind === 'redirect') {
    response.writeHead(307, { location: verdict.to, vary: 'Accept-Language, Cookie', 'cache-control': 'private, no-store' }).end();
    return;
  }
  if (verdict.kind === 'refuse') {
    if (verdict.allow !== undefined) response.setHeader('allow', verdict.allow);
    return refuse(response, verdict.status, verdict.why);
  }
  if (rendering >= RENDERING_MAX) {
    response.setHeader('retry-after', '3');
    return refuse(response, 503, 'Many people are here right now. Please try again in a moment.');
  }
  rendering += 1;
  response.once('close', () => (rendering -= 1));
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    if (!response.headersSent) refuse(response, 500, 'This page could not be made.');
    else response.destroy();
  });
}

async function answer(request: IncomingMessage, response: PageResponse): Promise<void> {
  await treat(request, response);
  await render(request, response);
}

/** Decides what policy the answer gets, and tells Next the nonce where there is one. */
async function treat(request: IncomingMessage, response: PageResponse): Promise<void> {
  const pathname = (request.url ?? '/').split('?', 1)[0] ?? '/';
  response.treatment.development = development;
  // While developing, Next's own page tells more.
  if (!development) response.treatment.nothing = () => nothingPage(request.url ?? '/');
  if (publicUrl?.startsWith('https:') === true) response.setHeader('strict-transport-security', 'max-age=31536000');
  if (pathname.startsWith('/_next/static/') || HASHED.test(pathname)) {
    response.treatment.immutable = !development;
  } else if (!isStatic(pathname)) {
    const cards = takesCards(pathname) ? await cardOffer.sources() : noCards;
    const policy = policyWithNonce(randomBytes(16).toString('base64'), development, cards);
    request.headers['content-security-policy'] = policy;
    response.treatment.policy = policy;
  }
}

/** Files of the line, which carry a hash as Next's own do, and faces, which carry their version. */
const HASHED = /^\/(line\/[\w-]+\.[0-9a-f]{10}\.\w+|fonts\/[\w.-]+\.woff2)$/;

function refuse(response: PageResponse, status: number, why: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(`${why}\n`);
}

function stop(): void {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), STOP_MS).unref();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
process.once('disconnect', stop);
// As many as the kernel keeps (`net.core.somaxconn`): a crowd may come to the pages by a proxy of their own.
server.listen({ port, host: hostname, backlog: 4_096 }, () => {
  const address = server.address();
  const chosen = typeof address === 'object' && address !== null ? address.port : port;
  console.log(`Pages at http://${hostname}:${chosen}`);
  process.send?.({ type: 'ready', port: chosen });
});
