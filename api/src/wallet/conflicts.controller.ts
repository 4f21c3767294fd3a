import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, Shed } from '#platform';
import { closingWish, conflictAnswer, conflictPath, conflictsAnswer, conflictsQuery } from './conflict.schemas.js';
import { conflictView } from './conflict-view.js';
import { Conflicts } from './conflicts.js';
import { fingerprint, IdempotencyKey } from './idempotency.js';

type ConflictPath = z.infer<typeof conflictPath>;

const KeyHeader = () => ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Kept for ever.' });

/** Payments of which a gateway took another amount or currency than it was asked for; administrators decide. */
@ApiTags('Conflicts')
@Controller('conflicts')
@Access(['administrator'])
@Shed('late')
export class ConflictsController {
  constructor(private readonly conflicts: Conflicts) {}

  @Get()
  @Answers(200, conflictsAnswer, 'The newest payments first.')
  async list(@Query({ schema: conflictsQuery }) { state, cursor, limit }: z.infer<typeof conflictsQuery>) {
    const { items, ...page } = await this.conflicts.page(state, cursor, limit);
    return { items: items.map(conflictView), ...page };
  }

  @Get(':paymentId')
  @Answers(200, conflictAnswer)
  async find(@Param({ schema: conflictPath }) { paymentId }: ConflictPath) {
    return conflictView(await this.conflicts.find(paymentId));
  }

  @Post(':paymentId/refunds')
  @HttpCode(202)
  @KeyHeader()
  @Answers(202, conflictAnswer, 'All that is left of it is on its way back by the gateway that took it: `returned` when it is there, `refused` where the gateway would not; then it can be tried again.')
  giveBack(@Param({ schema: conflictPath }) { paymentId }: ConflictPath, @IdempotencyKey() key: string, @CurrentUser() { userId }: Principal, @ClientAddress() address: string) {
    return this.conflicts.giveBack({ userId, address, key, fingerprint: fingerprint(`conflict refund ${paymentId}`, null) }, paymentId);
  }

  @Post(':paymentId/closing')
  @HttpCode(200)
  @KeyHeader()
  @Answers(200, conflictAnswer, 'It was seen to at the gateway by hand, as the note says, and is in no book any more.')
  close(
    @Param({ schema: conflictPath }) { paymentId }: ConflictPath,
    @Body({ schema: closingWish }) body: z.infer<typeof closingWish>,
    @IdempotencyKey() key: string,
    @CurrentUser() { userId }: Principal,
    @ClientAddress() address: string,
  ) {
    return this.conflicts.close({ userId, address, key, fingerprint: fingerprint(`conflict closing ${paymentId}`, body) }, paymentId, body.note);
  }
}
