import { Controller, Param, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access, Answers, Shed } from '#platform';
import { Gateways } from './gateways.js';
import { Payments } from './payments.js';
import { WebhookRefused } from './payments.errors.js';
import { webhookParams, type WebhookParams } from './payments.schemas.js';

/** A thousand events of half a kilobyte each in one delivery. */
const BODY_BYTES_MAX = 512 * 1_024;

@ApiTags('Gateways')
@Controller('gateways')
@Shed('never')
export class PaymentsController {
  constructor(
    private readonly payments: Payments,
    private readonly gateways: Gateways,
  ) {}

  @Post(':gateway/webhooks')
  @Access('public')
  @RouteConfig({ bodyBytesMax: BODY_BYTES_MAX })
  @ApiBody({ schema: { type: 'object' }, description: "A gateway's news of charges and refunds, in its own form and signed over the raw body in its own header." })
  @Answers(204, undefined, 'Everything in it is durable.')
  async webhook(@Param({ schema: webhookParams }) { gateway }: WebhookParams, @Req() request: RawBodyRequest<FastifyRequest>): Promise<void> {
    const line = this.gateways.line(gateway);
    if (!request.rawBody) throw new WebhookRefused({ reason: 'form' });
    await this.payments.hear(gateway, line.gateway.readWebhook(request.headers, request.rawBody));
  }
}
