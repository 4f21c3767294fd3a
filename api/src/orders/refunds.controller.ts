import { Body, Controller, Get, Headers, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, requestId, Shed } from '#platform';
import { Disputes } from './disputes.js';
import { idempotencyOf, waitOf } from './idempotency.js';
import { eventPath, listQuery, orderPath } from './orders.schemas.js';
import { RefundOutcomes } from './refund-outcomes.js';
import { operationView, RefundQueries, type RefundView } from './refund.queries.js';
import { RefundOperations } from './refund-operations.js';
import { Refunds } from './refunds.js';
import { disputesAnswer, operationAnswer, refundAnswer, refundPages, refundPath, refundsAnswer, refundWish, tryAgainWish } from './refunds.schemas.js';

const onItsWay = { status: 202, standardSchema: refundAnswer, description: 'The money is on its way, and the tickets are good until it is back.' };

/** Money that goes back: asked for by organisers, seen by its buyers. */
@ApiTags('Refunds')
@Controller()
@Shed('late')
export class RefundsController {
  constructor(
    private readonly refunds: Refunds,
    private readonly queries: RefundQueries,
    private readonly outcomes: RefundOutcomes,
    private readonly operations: RefundOperations,
    private readonly disputes: Disputes,
  ) {}

  @Post('orders/:orderId/refunds')
  @Access(['organiser'])
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiHeader({ name: 'Prefer', required: false, description: '`wait=N`: wait up to N seconds (30 at most) for the outcome.' })
  @Answers(201, refundAnswer, 'The money is back.')
  @ApiResponse(onItsWay)
  async ask(@Param({ schema: orderPath }) { orderId }: z.infer<typeof orderPath>, @Body({ schema: refundWish }) wish: z.infer<typeof refundWish>, @Headers() headers: Record<string, string>, @ClientAddress() address: string, @CurrentUser() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    const idempotency = idempotencyOf(headers['idempotency-key'], `orders/${orderId}/refunds`, wish);
    return this.answer(await this.refunds.ask(asker(principal, address), orderId, wish, idempotency), headers['prefer'], reply);
  }

  @Post('orders/:orderId/withdrawal')
  @Access('signed-in')
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiHeader({ name: 'Prefer', required: false })
  @Answers(201, refundAnswer, 'The buyer has withdrawn and the money is back.')
  @ApiResponse(onItsWay)
  async withdraw(@Param({ schema: orderPath }) { orderId }: z.infer<typeof orderPath>, @Headers() headers: Record<string, string>, @ClientAddress() address: string, @CurrentUser() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    const idempotency = idempotencyOf(headers['idempotency-key'], `orders/${orderId}/withdrawal`, null);
    return this.answer(await this.refunds.withdraw(asker(principal, address), orderId, idempotency), headers['prefer'], reply);
  }

  @Get('orders/:orderId/refunds')
  @Access('signed-in')
  @Answers(200, refundsAnswer, 'For the buyer, the organiser and administrators; oldest first.')
  async list(@Param({ schema: orderPath }) { orderId }: z.infer<typeof orderPath>, @CurrentUser() principal: Principal) {
    return { items: await this.queries.ofOrder(principal, orderId) };
  }

  @Get('events/:eventId/refund-operation')
  @Access(['organiser'])
  @Answers(200, operationAnswer, 'How far everybody of a cancelled event has their money back.')
  async operation(@Param({ schema: eventPath }) { eventId }: z.infer<typeof eventPath>, @CurrentUser() principal: Principal) {
    const { operation, counts } = await this.operations.of(principal, eventId);
    return operationView(operation, counts);
  }

  @Get('events/:eventId/disputes')
  @Access(['organiser'])
  @Answers(200, disputesAnswer, 'Orders whose money the payer\'s bank wants back or has taken, the newest first. The tickets of lost ones are void; their places are not sold again by themselves.')
  disputed(@Param({ schema: eventPath }) { eventId }: z.infer<typeof eventPath>, @Query({ schema: listQuery }) { cursor, limit }: z.infer<typeof listQuery>, @CurrentUser() principal: Principal) {
    return this.disputes.ofEvent(principal, eventId, cursor, limit);
  }

  @Get('refunds/refused')
  @Access(['administrator'])
  @Answers(200, refundPages, 'Those that no gateway would do and that wait for a person, oldest first.')
  refused(@Query({ schema: listQuery }) { cursor, limit }: z.infer<typeof listQuery>) {
    return this.queries.stopped(cursor, limit);
  }

  @Post('refunds/:refundId/tries')
  @Access(['organiser'])
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'The same key and body are the same try.' })
  @ApiHeader({ name: 'Prefer', required: false })
  @Answers(201, refundAnswer, 'Tried again now, to another destination where one is named.')
  @ApiResponse(onItsWay)
  async tryAgain(@Param({ schema: refundPath }) { refundId }: z.infer<typeof refundPath>, @Body({ schema: tryAgainWish }) wish: z.infer<typeof tryAgainWish>, @Headers() headers: Record<string, string>, @ClientAddress() address: string, @CurrentUser() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    const idempotency = idempotencyOf(headers['idempotency-key'], `refunds/${refundId}/tries`, wish);
    await this.refunds.tryAgain(asker(principal, address), refundId, wish.to, idempotency);
    return this.answer(refundId, headers['prefer'], reply);
  }

  private async answer(refundId: string, prefer: string | undefined, reply: FastifyReply): Promise<RefundView> {
    const waitMs = waitOf(prefer);
    if (waitMs > 0) await this.outcomes.wait(refundId, waitMs);
    const refund = await this.queries.one(refundId);
    void reply.status(refund.state === 'done' ? 201 : 202);
    return refund;
  }
}

function asker(principal: Principal, address: string) {
  return { principal, address, requestId: requestId() ?? null };
}
