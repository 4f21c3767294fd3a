import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, Config, CurrentUser, type Principal, Shed } from '#platform';
import { fingerprint, IdempotencyKey } from './idempotency.js';
import { OrganiserSettlements } from './organiser-settlements.js';
import { organiserPath, owedAnswer, settlementAnswer, settlementBody, settlementList, settlementPath, settlementsQuery } from './organiser.schemas.js';
import { owedView, settlementDetailView, settlementView } from './organiser-views.js';

type OrganiserPath = z.infer<typeof organiserPath>;

/** What the platform owes an organiser and has paid out: seen by the organiser, paid by administrators. */
@ApiTags('Settlements')
@Controller('organisers/:organiserId')
@Access(['organiser'])
@Shed('late')
export class OrganiserAccountController {
  constructor(
    private readonly settlements: OrganiserSettlements,
    private readonly config: Config,
  ) {}

  @Get('balance')
  @Answers(200, owedAnswer, 'What is owed, event by event, since the last settlement; below zero where more was refunded than sold since. `available` can be paid out now.')
  async balance(@CurrentUser() user: Principal, @Param({ schema: organiserPath }) { organiserId }: OrganiserPath) {
    return owedView(await this.settlements.owed(user, organiserId), this.config.ledgerCurrency);
  }

  @Get('settlements')
  @Answers(200, settlementList, 'Newest first.')
  async list(@CurrentUser() user: Principal, @Param({ schema: organiserPath }) { organiserId }: OrganiserPath, @Query({ schema: settlementsQuery }) { cursor, limit }: z.infer<typeof settlementsQuery>) {
    const { items, ...page } = await this.settlements.page(user, organiserId, cursor, limit);
    return { items: items.map(settlementView), ...page };
  }

  @Post('settlements')
  @Access(['administrator'])
  @ApiHeader({ name: 'Idempotency-Key', required: true, description: 'Kept for ever.' })
  @Answers(201, settlementAnswer, 'Written down as paid: make the bank transfer with it. Never more than is available.')
  settle(
    @CurrentUser() { userId }: Principal,
    @ClientAddress() address: string,
    @IdempotencyKey() key: string,
    @Param({ schema: organiserPath }) { organiserId }: OrganiserPath,
    @Body({ schema: settlementBody }) body: z.infer<typeof settlementBody>,
  ) {
    return this.settlements.settle({ userId, address, key, fingerprint: fingerprint(`settlement ${organiserId}`, body) }, organiserId, body);
  }

  @Get('settlements/:settlementId')
  @Answers(200, settlementAnswer, 'With its lines, one for each event.')
  async find(@CurrentUser() user: Principal, @Param({ schema: settlementPath }) { organiserId, settlementId }: z.infer<typeof settlementPath>) {
    return settlementDetailView(await this.settlements.find(user, organiserId, settlementId));
  }
}
