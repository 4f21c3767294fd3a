import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The OpenAPI 3.1 document of everything this process serves. */
export function openApiOf(app: NestFastifyApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Catraca')
    .setDescription('A box office for shows that more people want than can get in: line, hold, payment, ticket.')
    .setVersion('1')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth()
    .addCookieAuth('catraca_session')
    .build();
  return SwaggerModule.createDocument(app, about);
}

/** Serves the document at `/api/openapi.json`; made once, when somebody first asks. */
export function documentApi(app: NestFastifyApplication): void {
  let document: string | undefined;
  app.getHttpAdapter().getInstance().get('/api/openapi.json', async (_request, reply) => {
    document ??= JSON.stringify(openApiOf(app));
    await reply.header('cache-control', 'public, max-age=300').type('application/json').send(document);
  });
}
