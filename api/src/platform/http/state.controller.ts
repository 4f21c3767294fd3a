import { applyDecorators, Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Metrics } from '../observability/metrics.js';
import { Access } from './access.js';
import { Answers } from './parameters.js';
import { HealthParts } from './parts.js';

const health = z.strictObject({ status: z.enum(['ok', 'unavailable']), parts: z.record(z.string(), z.strictObject({ ok: z.boolean(), detail: z.string().optional() })) });
const Health = () =>
  applyDecorators(Answers(200, health, 'It can sell; the state of every part.'), ApiResponse({ status: 503, standardSchema: health, description: 'It cannot.' }));

/** What operators' machines ask: can this process sell, and how is it doing. */
@ApiTags('State')
@Controller()
export class StateController {
  constructor(
    private readonly parts: HealthParts,
    private readonly metrics: Metrics,
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
  async scrape(@Res() reply: FastifyReply) {
    await reply.type(this.metrics.registry.contentType).send(await this.metrics.registry.metrics());
  }

  private async answer(reply: FastifyReply) {
    const { ok, parts } = await this.parts.examine();
    await reply.status(ok ? 200 : 503).header('cache-control', 'no-store').send({ status: ok ? 'ok' : 'unavailable', parts });
  }
}
