import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.js';

// A browser that has seen the box office over TLS asks for nothing else of it for a year.
const STRICT_TRANSPORT = 'max-age=31536000';
// Whatever is opened by itself is a page to a browser; ours may do nothing, unless a page says what it may.
const INERT = "default-src 'none'; frame-ancestors 'none'";
// Chrome shows a PDF by an object of its own, which `default-src` would forbid.
const UNFRAMED = "frame-ancestors 'none'";

/** What every answer tells browsers, unless its route says more: guess no types, run nothing, frame nothing, keep nothing, tell no other site. */
export function safeHeaders(server: FastifyInstance, { publicUrl }: Pick<Config, 'publicUrl'>): void {
  server.addHook('onRequest', (_request, reply, done) => {
    void reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'same-origin');
    if (publicUrl.startsWith('https:')) void reply.header('strict-transport-security', STRICT_TRANSPORT);
    done();
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    if (!reply.hasHeader('content-security-policy')) {
      const pdf = String(reply.getHeader('content-type')).startsWith('application/pdf');
      void reply.header('content-security-policy', pdf ? UNFRAMED : INERT);
    }
    done();
  });
}
