import cookie from '@fastify/cookie';
import { type INestApplication, type Type, type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Config } from '../config.js';
import { Metrics } from '../observability/metrics.js';
import { PlatformModule } from '../platform.module.js';
import { type Role, Sessions } from './access.js';
import { admitBeforeBody } from './access.guard.js';
import { requireAccessRules } from './check-access.js';
import { Draining } from './draining.js';
import { observe, requestIdOf } from './observe.js';
import { documentApi } from './openapi.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where the usual bound is too small: `@RouteConfig({ largeBody })`. Only these roles' bodies are read at all. */
    largeBody?: { bytesMax: number; from: readonly Role[] };
  }
}

// The largest ordinary body is an order with a dozen products.
const BODY_BYTES_MAX = 64 * 1024;
// A request line and headers on a 50 kbit/s line take a second or two.
const REQUEST_TIMEOUT_MS = 30_000;
const IDLE_TIMEOUT_MS = 72_000;

function server(config: Config, sessions: () => Sessions): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: IDLE_TIMEOUT_MS,
    // Streams stay open as long as their readers like; at the end they are closed with the house.
    forceCloseConnections: true,
    trustProxy: config.trustedProxies.length > 0 ? config.trustedProxies : false,
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) => requestIdOf(request.headers['x-request-id']),
    routerOptions: { maxParamLength: 200 },
  });
  const instance = adapter.getInstance();
  instance.addHook('onRoute', (route) => {
    const large = route.config?.largeBody;
    if (large === undefined) return;
    route.bodyLimit = large.bytesMax;
    route.preParsing = async (request) => admitBeforeBody(request, sessions(), large.from);
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

/** Builds the house from the modules that this process runs; not listening yet. */
export async function createApp(config: Config, modules: (Type | DynamicModule)[]): Promise<NestFastifyApplication> {
  @Module({ imports: [PlatformModule.with(config), ...modules] })
  class House {}
  const app: NestFastifyApplication = await NestFactory.create<NestFastifyApplication>(House, server(config, () => app.get(Sessions, { strict: false })), {
    rawBody: true,
    abortOnError: false,
    logger: ['error', 'warn', 'fatal'],
    forceCloseConnections: true,
  });
  await app.register(cookie);
  observe(app.getHttpAdapter().getInstance() as never, app.get(Metrics));
  app.get(Draining).watch(app.getHttpAdapter().getInstance() as never);
  app.setGlobalPrefix('api/v1', { exclude: ['health', 'metrics', 'api/v1/health', 'mailbox', 'mailbox/*path'] });
  requireAccessRules(app as INestApplication);
  documentApi(app);
  return app;
}
