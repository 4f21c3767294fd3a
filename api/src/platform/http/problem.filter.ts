import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../observability/log.js';
import { negotiateLanguage } from '../translations.js';
import { describe, problemHeaders } from './problem.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { problem, retryAfterSeconds, unexpected } = describe(error, negotiateLanguage(request.headers['accept-language']), request.id);
    if (unexpected) this.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'a request failed unexpectedly');
    if (reply.sent || reply.raw.headersSent) return;
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
    // RFC 9110, 15.5.2: who is refused is told how to sign in.
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply.status(problem.status).headers(problemHeaders).send(JSON.stringify(problem));
  }
}
