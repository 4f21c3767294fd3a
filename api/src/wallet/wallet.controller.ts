import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, CurrentUser, OpenToRehearsals, type Principal, Shed } from '#platform';
import { Checkout } from './checkout.js';
import { IdempotencyKey, WaitMs } from './idempotency.js';
import type { Payment } from './payment.js';
import { pixPicture } from './pix-picture.js';
import { PaymentNotFound } from './wallet.errors.js';
import { receiptPdf } from './receipt-pdf.js';
import { receiptNumber } from './receipt.js';
import { Receipts } from './receipts.js';
import { isAnswer } from './payment-outcomes.js';
import { paymentView, WalletQueries } from './wallet.queries.js';
import {
  balanceSchema,
  paymentIdSchema,
  paymentSchema,
  servicePaymentSchema,
  topUpSchema,
  transfersQuerySchema,
  transfersSchema,
} from './wallet.schemas.js';

const created = 'Decided, or its PIX code is there.';
const stillOpen = { status: 202, standardSchema: paymentSchema, description: 'The outcome is still open.' };
const KeyHeader = () => ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Kept for 30 days.' });
const PreferHeader = () => ApiHeader({ name: 'Prefer', required: false, description: '`wait=N` waits up to N seconds for the outcome.' });

/** 201 with an answer, 202 while there is none yet. */
function answer(reply: FastifyReply, payment: Payment): z.infer<typeof paymentSchema> {
  void reply.status(isAnswer(payment) ? 201 : 202);
  return paymentView(payment);
}

@ApiTags('Wallet')
@Controller('wallet')
@Shed('never')
export class WalletController {
  constructor(
    private readonly queries: WalletQueries,
    private readonly checkout: Checkout,
  ) {}

  @Get()
  @Access('signed-in')
  @Answers(200, balanceSchema)
  balance(@CurrentUser() user: Principal) {
    return this.queries.balance(user.userId);
  }

  @Get('transfers')
  @Access('signed-in')
  @Shed('first')
  @Answers(200, transfersSchema)
  transfers(@CurrentUser() user: Principal, @Query({ schema: transfersQuerySchema }) query: z.infer<typeof transfersQuerySchema>) {
    return this.queries.transfers(user.userId, query.cursor, query.limit);
  }

  @Post('top-ups')
  @Access('signed-in')
  @Answers(201, paymentSchema, created)
  @ApiResponse(stillOpen)
  @KeyHeader()
  @PreferHeader()
  async topUp(
    @CurrentUser() user: Principal,
    @IdempotencyKey() key: string,
    @WaitMs() waitMs: number,
    @Body({ schema: topUpSchema }) body: z.infer<typeof topUpSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, await this.checkout.topUp(user, key, body, waitMs));
  }
}

@ApiTags('Wallet')
@Controller('payments')
@Shed('never')
export class PaymentsController {
  constructor(
    private readonly checkout: Checkout,
    private readonly receipts: Receipts,
  ) {}

  @Post()
  @Access('signed-in')
  @Answers(201, paymentSchema, created)
  @ApiResponse(stillOpen)
  @KeyHeader()
  @PreferHeader()
  async pay(
    @CurrentUser() user: Principal,
    @IdempotencyKey() key: string,
    @WaitMs() waitMs: number,
    @Body({ schema: servicePaymentSchema }) body: z.infer<typeof servicePaymentSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(reply, await this.checkout.payService(user, key, body, waitMs));
  }

  @Get(':paymentId')
  @Access('signed-in')
  @OpenToRehearsals()
  @Answers(200, paymentSchema)
  async find(@CurrentUser() user: Principal, @Param({ schema: paymentIdSchema }) { paymentId }: z.infer<typeof paymentIdSchema>) {
    const payment = await this.checkout.find(user.userId, paymentId);
    return paymentView(payment, await this.checkout.takenBackCents(payment));
  }

  @Get(':paymentId/pix.svg')
  @Access('signed-in')
  @OpenToRehearsals()
  @Answers(200, undefined, 'The PIX code as a QR code, while it can be paid.', 'image/svg+xml')
  async pixPicture(@CurrentUser() user: Principal, @Param({ schema: paymentIdSchema }) { paymentId }: z.infer<typeof paymentIdSchema>, @Res() reply: FastifyReply) {
    const { pix } = paymentView(await this.checkout.find(user.userId, paymentId));
    if (!pix) throw new PaymentNotFound();
    await reply.header('cache-control', 'private, no-store').type('image/svg+xml').send(pixPicture(pix.brCode));
  }

  @Get(':paymentId/receipt')
  @Access('signed-in')
  @Shed('first')
  @Answers(200, undefined, 'For the payer, the organiser who was paid, and administrators; in the payer\'s language.', 'application/pdf')
  async receipt(@CurrentUser() user: Principal, @Param({ schema: paymentIdSchema }) { paymentId }: z.infer<typeof paymentIdSchema>, @Res() reply: FastifyReply) {
    const receipt = await this.receipts.of(user, paymentId);
    const fileName = `receipt-${receiptNumber(receipt).replace('/', '-')}.pdf`;
    await reply.header('cache-control', 'private, no-store').header('content-disposition', `inline; filename="${fileName}"`).type('application/pdf').send(await receiptPdf(receipt));
  }
}
