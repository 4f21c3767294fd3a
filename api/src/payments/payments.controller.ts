import { Controller, Param, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, Shed } from '#platform';
import { Gateways } from './gateways.js';
import { Payments } from './payments.js';
import { WebhookRefused } from './payments.errors.js';
import { heardAnswer, secretWebhookParams, type SecretWebhookParams, webhookParams, type WebhookParams } from './payments.schemas.js';

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
    await this.hear(gateway, request);
  }

  @Post(':gateway/webhooks/:secret')
  @Access('public')
  @RouteConfig({ bodyBytesMax: BODY_BYTES_MAX })
  @ApiBody({ schema: { type: 'object' }, description: 'As below, from a bank that adds nothing to the address, or that tries it before it registers it.' })
  @Answers(200, heardAnswer, 'What it named was asked about, and all of it is durable.')
  webhookOfSecretAddress(@Param({ schema: secretWebhookParams }) { gateway }: SecretWebhookParams, @Req() request: RawBodyRequest<FastifyRequest>): Promise<z.infer<typeof heardAnswer>> {
    return this.hear(gateway, request);
  }

  @Post(':gateway/webhooks/:secret/pix')
  @Access('public')
  @RouteConfig({ bodyBytesMax: BODY_BYTES_MAX })
  @ApiBody({ schema: { type: 'object' }, description: "The Pix API's callback: `{ pix: [...] }`, at the registered address with `/pix` behind it. Its address is its secret, and nothing in it is believed: the bank is asked about what it names." })
  @Answers(200, heardAnswer, 'What it named was asked about, and all of it is durable.')
  pixWebhook(@Param({ schema: secretWebhookParams }) { gateway }: SecretWebhookParams, @Req() request: RawBodyRequest<FastifyRequest>): Promise<z.infer<typeof heardAnswer>> {
    return this.hear(gateway, request);
  }

  private async hear(gateway: string, request: RawBodyRequest<FastifyRequest>): Promise<z.infer<typeof heardAnswer>> {
    const line = this.gateways.line(gateway);
    if (!request.rawBody) throw new WebhookRefused({ reason: 'form' });
    const news = line.gateway.readWebhook(request.headers, request.rawBody, request.url);
    await this.payments.hear(gateway, news);
    return { heard: news.length };
  }
}
