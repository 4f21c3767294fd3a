import cookie from '@fastify/cookie';
import { type INestApplication, type Type, type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Server } from 'node:http';
import { Config } from '../config.js';
import { Load } from '../load/index.js';
import { Metrics } from '../observability/metrics.js';
import { PlatformModule } from '../platform.module.js';
import { SignedTokens } from '../security/signed-tokens.js';
import { type Role, Sessions } from './access.js';
import { admitBeforeBody } from './access.guard.js';
import { requireAccessRules } from './check-access.js';
import { boundConnections } from './connections.js';
import { Draining } from './draining.js';
import { observe, requestIdOf } from './observe.js';
import { docsPage } from './docs-page.js';
import { documentApi } from './openapi.js';
import { type Patience, usualPatience } from './patience.js';
import { safeHeaders } from './safe-headers.js';
import { requireShedding, shed } from './shedding.js';
import { refuseExpectation, refuseUnparsable, refuseUnroutable } from './unreadable.js';
import { webPages } from './web-pages.js';
import { passSockets } from './web-sockets.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where the usual bound is too small: `@RouteConfig({ largeBody })`. Only these roles' bodies are read at all. */
    largeBody?: { bytesMax: number; from: readonly Role[] };
    /** The same for callers who sign what they send. */
    bodyBytesMax?: number;
  }
}

// The largest ordinary body is an order with a dozen products.
const BODY_BYTES_MAX = 64 * 1024;

function server(config: Config, sessions: () => Sessions, patience: Patience): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: patience.idleMs,
    connectionTimeout: patience.stillMs,
    http: { headersTimeout: patience.headMs, connectionsCheckingInterval: patience.lookEveryMs },
    // Streams stay open as long as their readers like; at the end they are closed with the house.
    forceCloseConnections: true,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) => requestIdOf(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refuseUnroutable,
    clientErrorHandler: refuseUnparsable,
  });
  const instance = adapter.getInstance();
  instance.server.on('checkExpectation', refuseExpectation);
  instance.addHook('onRoute', (route) => {
    requireShedding(route);
    const { largeBody: large, bodyBytesMax } = route.config ?? {};
    if (bodyBytesMax !== undefined) route.bodyLimit = bodyBytesMax;
    if (large === undefined) return;
    route.bodyLimit = large.bytesMax;
    route.preParsing = async (request) => admitBeforeBody(request, sessions(), { publicUrl: config.publicUrl, rule: large.from });
  });
  // Many clients name the type of a body that they do not send.
  const json = instance.getDefaultJsonParser('error', 'error');
  adapter.useBodyParser('application/json', true, {}, (request: FastifyRequest, body: Buffer, done: (error: Error | null, body?: unknown) => void) => {
    if (body.length === 0) done(null);
    else void json(request, body.toString(), done);
  });
  instance.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  if (config.demo) {
    instance.addHook('onRequest', (_request, reply, done) => {
      void reply.header('x-catraca-mode', 'demo');
      done();
    });
  }
  return adapter;
}

/** What stands at the address itself: the pages, and where there are none, the API's own. */
function entrance(server: FastifyInstance, { webUrl }: Config): void {
  if (webUrl === null) server.get('/', { config: { shed: { when: 'first' } } }, (_request, reply) => reply.redirect('/api/docs'));
  else webPages(server, webUrl);
}

/** Builds the house from the modules that this process runs; not listening yet. */
export async function createApp(config: Config, modules: (Type | DynamicModule)[], unusual: Partial<Patience> = {}): Promise<NestFastifyApplication> {
  const patience = { ...usualPatience, ...unusual };
  @Module({ imports: [PlatformModule.with(config), ...modules] })
  class House {}
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(House, server(config, () => app.get(Sessions, { strict: false }), patience), {
    // `server` says which bodies are read: nothing documented comes from an HTML form, and what a form cannot send another site's page cannot either.
    bodyParser: false,
    abortOnError: false,
    logger: ['error', 'warn', 'fatal'],
    forceCloseConnections: true,
  });
  boundConnections(app.getHttpServer() as Server, config, patience, app.get(Metrics));
  observe(app.getHttpAdapter().getInstance() as never, app.get(Metrics));
  safeHeaders(app.getHttpAdapter().getInstance() as never, config);
  shed(app.getHttpAdapter().getInstance() as never, app.get(Load), app.get(SignedTokens), app.get(Metrics));
  // After what refusals need, before what they do not.
  await app.register(cookie);
  app.get(Draining).watch(app.getHttpAdapter().getInstance() as never);
  app.setGlobalPrefix('api/v1', { exclude: ['health', 'metrics', 'api/v1/health', 'mailbox', 'mailbox/*path'] });
  requireAccessRules(app as INestApplication);
  documentApi(app);
  docsPage(app.getHttpAdapter().getInstance());
  entrance(app.getHttpAdapter().getInstance(), config);
  if (config.webUrl !== null && config.webDevelopment) passSockets(app.getHttpServer() as Server, config.webUrl);
  return app;
}
