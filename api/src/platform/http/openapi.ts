import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { declaredRoutes, operationNameOf } from './check-access.js';
import { SESSION_COOKIE } from './access.guard.js';
import { finished } from './openapi-finish.js';

const description = `A box office for shows that more people want than can get in: line, hold, payment, ticket.

Times are RFC 3339 in UTC, money is an integer number of cents with its currency, ids are UUIDs. A list is \`{ items, nextCursor? }\`: ask again with \`cursor\` for what follows.
Every error is an RFC 9457 \`application/problem+json\` with a stable \`code\`, a \`title\` in the language of \`Accept-Language\`, the failure's own data and the \`requestId\`.
Every answer carries \`X-Request-Id\`; a request may bring its own (8 to 64 letters, digits, \`-\` and \`_\`).`;

/** The OpenAPI 3.1 document of everything this process serves, in a stable order. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Catraca')
    .setDescription(description)
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'The `token` of signing in with `?transport=token`.' }, 'bearer')
    .addCookieAuth(SESSION_COOKIE, { type: 'apiKey', in: 'cookie', description: 'The `HttpOnly` cookie of signing in.' }, 'cookie')
    .build();
  const document = SwaggerModule.createDocument(app, about, { operationIdFactory: operationNameOf });
  const rules = new Map(declaredRoutes(app).map(({ controller, handler, rule }) => [operationNameOf(controller, handler), rule]));
  return finished(document, (operationId) => rules.get(operationId));
}

/** Serves the document at `/api/openapi.json`; made once, when somebody first asks. */
export function documentApi(app: NestFastifyApplication): void {
  let document: string | undefined;
  app.getHttpAdapter().getInstance().get('/api/openapi.json', { config: { shed: { when: 'first' } } }, async (_request, reply) => {
    document ??= JSON.stringify(openApiOf(app));
    await reply.header('cache-control', 'public, max-age=300').type('application/json').send(document);
  });
}
