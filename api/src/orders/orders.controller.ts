import { Body, Controller, Get, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, OpenToRehearsals, type Principal, requestId, Shed } from '#platform';
import { idempotencyOf, waitOf } from './idempotency.js';
import { OrderOutcomes } from './order-outcomes.js';
import { OrderQueries, type OrderView } from './order.queries.js';
import { OrderStreams } from './order-streams.js';
import { Orders } from './orders.js';
import { listQuery, orderAnswer, orderList, orderPath, orderWish, paymentWish } from './orders.schemas.js';

// A PIX order is answered once its code exists; gateways make one within a second or two.
const PIX_CODE_WAIT_MS = 8_000;

const stillOpen = { status: 202, standardSchema: orderAnswer, description: 'The outcome is still open.' };

@ApiTags('Purchase')
@Controller('orders')
@Shed('never')
export class OrdersController {
  constructor(
    private readonly orders: Orders,
    private readonly outcomes: OrderOutcomes,
    private readonly queries: OrderQueries,
    private readonly streams: OrderStreams,
  ) {}

  @Post()
  @Access('signed-in')
  @OpenToRehearsals()
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiHeader({ name: 'Prefer', required: false, description: '`wait=N`: wait up to N seconds (30 at most) for the outcome.' })
  @Answers(201, orderAnswer, 'The outcome is there, or the PIX code is.')
  @ApiResponse(stillOpen)
  async place(@Body({ schema: orderWish }) wish: z.infer<typeof orderWish>, @Headers() headers: Record<string, string>, @ClientAddress() address: string, @CurrentUser() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    const idempotency = idempotencyOf(headers['idempotency-key'], 'orders', wish);
    const orderId = await this.orders.place(buyer(principal, address), wish, idempotency);
    return this.answer(principal, orderId, wish.payment.method, headers['prefer'], reply);
  }

  @Post(':orderId/payments')
  @Access('signed-in')
  @OpenToRehearsals()
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiHeader({ name: 'Prefer', required: false })
  @Answers(201, orderAnswer, 'Another try at paying after a decline, while the places are held.')
  @ApiResponse(stillOpen)
  async pay(@Param({ schema: orderPath }) { orderId }: z.infer<typeof orderPath>, @Body({ schema: paymentWish }) wish: z.infer<typeof paymentWish>, @Headers() headers: Record<string, string>, @ClientAddress() address: string, @CurrentUser() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    const idempotency = idempotencyOf(headers['idempotency-key'], `orders/${orderId}/payments`, wish);
    await this.orders.pay(buyer(principal, address), orderId, wish, idempotency);
    return this.answer(principal, orderId, wish.method, headers['prefer'], reply);
  }

  @Get()
  @Access('signed-in')
  @OpenToRehearsals()
  @Shed('first')
  @Answers(200, orderList)
  list(@Query({ schema: listQuery }) { cursor, limit }: z.infer<typeof listQuery>, @CurrentUser() principal: Principal) {
    return this.queries.list(principal.userId, cursor, limit);
  }

  @Get(':orderId')
  @Access('signed-in')
  @OpenToRehearsals()
  @Answers(200, orderAnswer)
  one(@Param({ schema: orderPath }) { orderId }: z.infer<typeof orderPath>, @CurrentUser() principal: Principal) {
    return this.queries.one(principal.userId, orderId);
  }

  @Get(':orderId/stream')
  @Access('signed-in')
  @OpenToRehearsals()
  @Shed('first', { stream: true })
  @Answers(200, undefined, 'Server-sent events `order`: the order as it stands, again at every change.', 'text/event-stream')
  async stream(@Param({ schema: orderPath }) { orderId }: z.infer<typeof orderPath>, @CurrentUser() principal: Principal, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const stream = await this.streams.open(principal.userId, orderId, request);
    await reply.header('content-type', 'text/event-stream').header('cache-control', 'no-store').header('x-accel-buffering', 'no').send(stream);
  }

  private async answer(principal: Principal, orderId: string, method: string, prefer: string | undefined, reply: FastifyReply): Promise<OrderView> {
    const waitMs = Math.max(waitOf(prefer), method === 'pix' ? PIX_CODE_WAIT_MS : 0);
    if (waitMs > 0) await this.outcomes.wait(orderId, waitMs);
    const order = await this.queries.one(principal.userId, orderId);
    const open = order.state === 'awaiting_payment' && order.payment?.state !== 'presented';
    void reply.status(open ? 202 : 201).header('location', `/api/v1/orders/${orderId}`);
    return order;
  }
}

function buyer(principal: Principal, address: string) {
  return { principal, address, deviceId: principal.deviceId, requestId: requestId() ?? null };
}
