import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, Config, CurrentUser, type Principal, Shed } from '#platform';
import { wantsCsv } from './csv.js';
import { payoutAnswer, payoutBody, payoutPath, payoutsAnswer, payoutsPath, payoutsQuery, reversalBody } from './gateway-payout.schemas.js';
import { GatewayPayouts } from './gateway-payouts.js';
import { payoutsCsv, payoutView } from './gateway-payout-views.js';
import { fingerprint, IdempotencyKey } from './idempotency.js';
import { CurrencyNotAccepted } from './wallet.errors.js';

type PayoutsPath = z.infer<typeof payoutsPath>;
const keyHeader = { name: 'Idempotency-Key', required: true, description: 'Kept for ever.' };

/** What gateways have paid out, and what they still owe: written down by administrators. */
@ApiTags('Settlements')
@Controller('ledger/gateways/:gateway/payouts')
@Access(['administrator'])
@Shed('late')
export class GatewayPayoutsController {
  constructor(
    private readonly payouts: GatewayPayouts,
    private readonly config: Config,
  ) {}

  @Get()
  @Answers(200, payoutsAnswer, 'What the gateway still owes, and its payouts, newest first, page by page. With `Accept: text/csv` all of them as one CSV file.')
  async list(@Param({ schema: payoutsPath }) { gateway }: PayoutsPath, @Query({ schema: payoutsQuery }) { cursor, limit }: z.infer<typeof payoutsQuery>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    void reply.header('vary', 'accept').header('cache-control', 'private, no-store');
    if (wantsCsv(request)) {
      await reply.type('text/csv; charset=utf-8; header=present').header('content-disposition', `attachment; filename="payouts-${gateway}.csv"`).send(payoutsCsv((before, rows) => this.payouts.page(gateway, before, rows)));
      return;
    }
    const [owedCents, rows] = await Promise.all([this.payouts.owedCents(gateway), this.payouts.page(gateway, cursor, limit + 1)]);
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    await reply.send({ owed: { amountCents: owedCents, currency: this.config.ledgerCurrency }, items: items.map(payoutView), ...(last && { nextCursor: last.number }) });
  }

  @Post()
  @ApiHeader(keyHeader)
  @Answers(201, payoutAnswer, 'Booked: the gateway owes `gross` less. Never more than it owes.')
  record(
    @CurrentUser() { userId }: Principal,
    @ClientAddress() address: string,
    @IdempotencyKey() key: string,
    @Param({ schema: payoutsPath }) { gateway }: PayoutsPath,
    @Body({ schema: payoutBody }) body: z.infer<typeof payoutBody>,
  ) {
    const { gross, fees, net, ...rest } = body;
    const currency = this.config.ledgerCurrency;
    if ([gross, fees, net].some((sum) => sum.currency !== currency)) throw new CurrencyNotAccepted({ currency });
    const by = { userId, address, key, fingerprint: fingerprint(`payout ${gateway}`, body) };
    return this.payouts.record(by, gateway, { ...rest, grossCents: gross.amountCents, feeCents: fees.amountCents, netCents: net.amountCents });
  }

  @Get(':payoutId')
  @Answers(200, payoutAnswer)
  async find(@Param({ schema: payoutPath }) { gateway, payoutId }: z.infer<typeof payoutPath>) {
    return payoutView(await this.payouts.find(gateway, payoutId));
  }

  @Post(':payoutId/reversal')
  @ApiHeader(keyHeader)
  @Answers(201, payoutAnswer, 'What was entered wrongly is booked back, whole; enter the right one then, under the same reference.')
  reverse(
    @CurrentUser() { userId }: Principal,
    @ClientAddress() address: string,
    @IdempotencyKey() key: string,
    @Param({ schema: payoutPath }) { gateway, payoutId }: z.infer<typeof payoutPath>,
    @Body({ schema: reversalBody }) body: z.infer<typeof reversalBody>,
  ) {
    return this.payouts.reverse({ userId, address, key, fingerprint: fingerprint(`reversal ${payoutId}`, body) }, gateway, payoutId, body.note);
  }
}
