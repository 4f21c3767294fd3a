import { Body, Controller, Delete, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, Shed } from '#platform';
import { FeeRules } from './fee-rules.js';
import { feeOrganiser, feeRule, feeRuleAnswer, feeRuleList, feesQuery } from './fee-rules.schemas.js';

/** What the platform keeps of organisers' orders, for administrators. */
@ApiTags('Fees')
@Controller('fees')
@Access(['administrator'])
@Shed('late')
export class FeeRulesController {
  constructor(private readonly rules: FeeRules) {}

  @Get()
  @Answers(200, feeRuleList, 'Each rule with its organiser; last the one without, for all who have none of their own. Without any rule nothing is kept.')
  list(@Query({ schema: feesQuery }) { cursor, limit }: z.infer<typeof feesQuery>) {
    return this.rules.page(cursor, limit);
  }

  @Put('default')
  @Answers(200, feeRuleAnswer, 'Holds for payments asked for from now on, by organisers without a rule of their own.')
  putDefault(@Body({ schema: feeRule }) rule: z.infer<typeof feeRule>, @CurrentUser() { userId }: Principal, @ClientAddress() address: string) {
    return this.rules.put({ userId, address }, null, rule);
  }

  @Put('organisers/:organiserId')
  @Answers(200, feeRuleAnswer, 'Holds for payments asked for from now on.')
  put(@Param({ schema: feeOrganiser }) { organiserId }: z.infer<typeof feeOrganiser>, @Body({ schema: feeRule }) rule: z.infer<typeof feeRule>, @CurrentUser() { userId }: Principal, @ClientAddress() address: string) {
    return this.rules.put({ userId, address }, organiserId, rule);
  }

  @Delete('organisers/:organiserId')
  @Answers(204, undefined, 'The organiser pays what all pay.')
  remove(@Param({ schema: feeOrganiser }) { organiserId }: z.infer<typeof feeOrganiser>, @CurrentUser() { userId }: Principal, @ClientAddress() address: string) {
    return this.rules.remove({ userId, address }, organiserId);
  }
}
