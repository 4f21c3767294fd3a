import { Body, Controller, Delete, Get, Headers, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, CurrentUser, Database, OpenToRehearsals, type Principal, Shed } from '#platform';
import { admitted } from '#catalog';
import { type Hold, Inventory } from '#inventory';
import { Holding } from './holding.js';
import { idempotencyOf } from './idempotency.js';
import { HoldNotFound } from './orders.errors.js';
import { eventPath, holdAnswer, holdPath, holdWish } from './orders.schemas.js';

@ApiTags('Purchase')
@Controller()
@Shed('never')
export class HoldsController {
  constructor(
    private readonly holding: Holding,
    private readonly inventory: Inventory,
    private readonly database: Database,
  ) {}

  @Post('events/:eventId/holds')
  @Access('signed-in')
  @OpenToRehearsals()
  @Shed('late', { unless: admitted })
  @ApiHeader({ name: 'X-Admission', required: false, description: 'The admission token, where the event has a line.' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key and body are the same hold, as it is by then.' })
  @Answers(201, holdAnswer, 'The places are held for this buyer, all or none.')
  async hold(@Param({ schema: eventPath }) { eventId }: z.infer<typeof eventPath>, @Body({ schema: holdWish }) wish: z.infer<typeof holdWish>, @Headers() headers: Record<string, string>, @CurrentUser() buyer: Principal) {
    const want = 'seats' in wish ? { seats: wish.seats.map((seat) => (typeof seat === 'string' ? { seatId: seat } : seat)) } : wish;
    const key = headers['idempotency-key'];
    const idempotency = key === undefined ? null : idempotencyOf(key, `events/${eventId}/holds`, wish);
    return answer(await this.holding.hold(buyer, eventId, want, { admissionToken: headers['x-admission'], idempotency }));
  }

  @Get('holds/:holdId')
  @Access('signed-in')
  @OpenToRehearsals()
  @Answers(200, holdAnswer)
  async one(@Param({ schema: holdPath }) { holdId }: z.infer<typeof holdPath>, @CurrentUser() buyer: Principal) {
    const [hold] = await this.inventory.find(this.database.reads, [holdId]);
    if (hold?.userId !== buyer.userId) throw new HoldNotFound({ holdId });
    return answer(hold);
  }

  @Delete('holds/:holdId')
  @Access('signed-in')
  @OpenToRehearsals()
  @Answers(204)
  release(@Param({ schema: holdPath }) { holdId }: z.infer<typeof holdPath>, @CurrentUser() buyer: Principal) {
    return this.holding.release(buyer, holdId);
  }
}

function answer(hold: Hold): z.infer<typeof holdAnswer> {
  const money = (amountCents: number) => ({ amountCents, currency: hold.currency });
  return {
    id: hold.id,
    eventId: hold.eventId,
    state: hold.state,
    expiresAt: hold.expiresAt.toISOString(),
    items: hold.items.map((item) => ({ ...(item.seatId && { seatId: item.seatId }), label: item.label, ticketTypeId: item.ticketTypeId, price: money(item.priceCents) })),
    total: money(hold.items.reduce((sum, { priceCents }) => sum + priceCents, 0)),
  };
}
