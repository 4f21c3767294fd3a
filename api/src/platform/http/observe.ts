import type { FastifyInstance } from 'fastify';
import { newId } from '../ids.js';
import { Metrics } from '../observability/metrics.js';
import { withRequest } from '../request-context.js';

const KNOWN_ID = /^[\w-]{8,64}$/;

/** A caller's own request id is kept when it is harmless to log. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && KNOWN_ID.test(header) ? header : newId();
}

/** The request id follows the request, and the four golden signals are measured for every route. */
export function observe(server: FastifyInstance, metrics: Metrics): void {
  const duration = metrics.histogram('catraca_http_request_duration_seconds', 'From the request to the end of the answer.', ['method', 'route', 'status']);
  let open = 0;
  metrics.gauge('catraca_http_requests_open', 'Requests being answered.', [], (gauge) => gauge.set(open));
  server.addHook('onRequest', (request, reply, done) => {
    open += 1;
    // Comes once, whether the answer was read or its reader had gone; `onResponse` does not where nobody waited for the answer.
    reply.raw.once('close', () => (open -= 1));
    void reply.header('x-request-id', request.id);
    withRequest(request.id, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    duration.observe({ method: request.method, route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    done();
  });
}
