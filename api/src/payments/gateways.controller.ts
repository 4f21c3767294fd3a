import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, Shed } from '#platform';
import type { Difference } from './difference.repository.js';
import { Differences } from './differences.js';
import { GatewayStates } from './gateway-states.js';
import { closingWish, differenceAnswer, differenceParams, differencesAnswer, differencesQuery, gatewaysAnswer, webhookParams } from './payments.schemas.js';

/** How the gateways do, and where their books differ from ours, for administrators. */
@ApiTags('Gateways')
@Controller('gateways')
@Access(['administrator'])
@Shed('late')
export class GatewaysController {
  constructor(
    private readonly states: GatewayStates,
    private readonly differences: Differences,
  ) {}

  @Get()
  @Answers(200, gatewaysAnswer, 'Breaker, health and calls as the process that answers sees them; the rest is of all.')
  async list() {
    return { items: await this.states.all() };
  }

  @Get(':gateway/differences')
  @Answers(200, differencesAnswer, 'Newest first.')
  async page(@Param({ schema: webhookParams }) { gateway }: z.infer<typeof webhookParams>, @Query({ schema: differencesQuery }) { cursor, ...filter }: z.infer<typeof differencesQuery>) {
    const { items, ...page } = await this.differences.page(gateway, { ...filter, before: cursor });
    return { items: items.map(view), ...page };
  }

  @Post(':gateway/differences/:differenceId/closing')
  @HttpCode(200)
  @Answers(200, differenceAnswer, 'A person has seen to it. It opens again only if the books come to say something else.')
  async close(
    @Param({ schema: differenceParams }) { gateway, differenceId }: z.infer<typeof differenceParams>,
    @Body({ schema: closingWish }) { note }: z.infer<typeof closingWish>,
    @CurrentUser() { userId }: Principal,
    @ClientAddress() address: string,
  ) {
    return view(await this.differences.close(gateway, differenceId, note, { userId, address }));
  }
}

const view = ({ foundAt, seenAt, settledAt, ...rest }: Difference): z.infer<typeof differenceAnswer> => ({
  ...rest, foundAt: foundAt.toISOString(), seenAt: seenAt.toISOString(), settledAt: settledAt?.toISOString() ?? null,
});
