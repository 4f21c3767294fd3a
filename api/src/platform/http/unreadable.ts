import type { FastifyReply, FastifyRequest } from 'fastify';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { negotiateLanguage } from '../translations.js';
import { awayPolicy, pageLanguage, unreadablePage } from './away-page.js';
import { describe, problemHeaders } from './problem.js';

/** What the router refuses before there is a route: a path that is no text, or a parameter that is too long. Who reads pages is told in one. */
export function refuseUnroutable(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const url = request.raw.url ?? '/';
  if (!/^\/api(?=[/?]|$)/.test(url) && (request.headers.accept ?? '').includes('text/html')) {
    const language = pageLanguage(url, request.headers['accept-language']);
    const { problem } = describe(error, language, request.id);
    const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': awayPolicy };
    return void reply.status(problem.status).headers(headers).send(unreadablePage(language));
  }
  const { problem } = describe(error, negotiateLanguage(request.headers['accept-language']), request.id);
  void reply.status(problem.status).headers(problemHeaders).send(JSON.stringify(problem));
}

/** `Expect:` something other than `100-continue`. */
export function refuseExpectation(request: IncomingMessage, response: ServerResponse): void {
  const { problem } = describe({ statusCode: 417 }, negotiateLanguage(request.headers['accept-language']));
  response.writeHead(problem.status, problemHeaders).end(JSON.stringify(problem));
}

const statuses: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** What is no HTTP at all, or too slow, or has too long headers: there is no request yet, only a connection. */
export function refuseUnparsable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const statusCode = statuses[error.code ?? ''] ?? 400;
  const text = JSON.stringify(describe({ statusCode }, 'en').problem);
  const headers = Object.entries({ ...problemHeaders, 'content-length': Buffer.byteLength(text), connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
  if (socket.writable) socket.write(`HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode]}\r\n${headers.join('')}\r\n${text}`);
  socket.destroy(error);
}
