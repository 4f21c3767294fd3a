import { request as ask, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Next's own, over which pages that are being developed hear of changes. */
const HOT = /^\/_next\/[\w/-]+(\?|$)/;
// One for each open page of whoever develops.
const SOCKETS_MAX = 32;
// As long as a page is waited for.
const PATIENCE_MS = 20_000;

/** While pages are being developed a browser's socket for news of changes goes on to the web process. There is no other socket, and in production none at all. */
export function passSockets(server: Server, webUrl: string): void {
  const { hostname, port } = new URL(webUrl);
  let open = 0;
  server.on('upgrade', (request: IncomingMessage, browser: Duplex, head: Buffer) => {
    if (!HOT.test(request.url ?? '') || open >= SOCKETS_MAX) return void browser.destroy();
    open += 1;
    browser.once('close', () => (open -= 1));
    const upstream = ask({ agent: false, host: hostname, port, path: request.url, headers: request.headers, timeout: PATIENCE_MS });
    upstream.once('timeout', () => upstream.destroy(new Error('the web process is silent')));
    upstream.once('upgrade', (answer, web, first) => join(answer, { web, browser }, { first, head }));
    // A web process that will not: whoever develops sees it in the browser's own words.
    upstream.once('response', () => browser.destroy());
    for (const broken of [upstream, browser]) broken.on('error', () => browser.destroy());
    browser.once('close', () => upstream.destroy());
    upstream.end();
  });
}

function join({ rawHeaders }: IncomingMessage, { web, browser }: { web: Duplex; browser: Duplex }, { first, head }: { first: Buffer; head: Buffer }): void {
  const lines = Array.from({ length: rawHeaders.length / 2 }, (_, at) => `${rawHeaders[2 * at]}: ${rawHeaders[2 * at + 1]}`);
  browser.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
  browser.write(first);
  web.write(head);
  // The end of either is the other's.
  web.on('error', () => browser.destroy()).once('close', () => browser.destroy());
  browser.once('close', () => web.destroy());
  web.pipe(browser).pipe(web);
}
