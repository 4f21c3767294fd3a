import { applyDecorators, Controller, Get, Headers, Post, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Config } from '../config.js';
import { NotSignedIn } from '../errors.js';
import { Metrics } from '../observability/metrics.js';
import { Access } from './access.js';
import { Answers } from './parameters.js';
import { HealthParts } from './parts.js';
import { Shed } from './shed.js';

const health = z.strictObject({ status: z.enum(['ok', 'unavailable']), parts: z.record(z.string(), z.strictObject({ ok: z.boolean(), detail: z.string().optional() })) });
const Health = () =>
  applyDecorators(Answers(200, health, 'It can sell; the state of every part.'), ApiResponse({ status: 503, standardSchema: health, description: 'It cannot.' }));

/** What operators' machines ask: can this process sell, and how is it doing. */
@ApiTags('State')
@Controller()
@Shed('never')
export class StateController {
  constructor(
    private readonly parts: HealthParts,
    private readonly metrics: Metrics,
    private readonly config: Config,
  ) {}

  @Get(['health', 'api/v1/health'])
  @Access('public')
  @Health()
  health(@Res() reply: FastifyReply) {
    return this.answer(reply);
  }

  @Post(['health', 'api/v1/health'])
  @Access('public')
  @Health()
  postedHealth(@Res() reply: FastifyReply) {
    return this.answer(reply);
  }

  @Get('metrics')
  @ApiExcludeEndpoint()
  @Access('public')
  async scrape(@Headers('authorization') given: string | undefined, @Res() reply: FastifyReply) {
    if (!this.mayScrape(given)) throw new NotSignedIn();
    await reply.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }

  /** How a sale goes is the organiser's business: outside demo mode whoever scrapes shows `METRICS_TOKEN`. */
  private mayScrape(given: string | undefined): boolean {
    const { metricsToken, demo } = this.config;
    return metricsToken === null ? demo : timingSafeEqual(digest(given ?? ''), digest(`Bearer ${metricsToken}`));
  }

  private async answer(reply: FastifyReply) {
    const { ok, parts } = await this.parts.examine();
    await reply.status(ok ? 200 : 503).header('cache-control', 'no-store').send({ status: ok ? 'ok' : 'unavailable', parts });
  }
}

/** Of one length, as comparing in constant time needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
