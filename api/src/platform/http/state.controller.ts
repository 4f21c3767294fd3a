import { Controller, Get, Post, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Metrics } from '../observability/metrics.js';
import { Access } from './access.js';
import { HealthParts } from './parts.js';

/** What operators' machines ask: can this process sell, and how is it doing. */
@Controller()
export class StateController {
  constructor(
    private readonly parts: HealthParts,
    private readonly metrics: Metrics,
  ) {}

  @Get(['health', 'api/v1/health'])
  @Access('public')
  health(@Res() reply: FastifyReply) {
    return this.answer(reply);
  }

  @Post(['health', 'api/v1/health'])
  @Access('public')
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
