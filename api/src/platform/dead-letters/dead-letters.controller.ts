import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, type Principal } from '../http/access.js';
import { Answers, ClientAddress, CurrentUser } from '../http/parameters.js';
import { Shed } from '../http/shed.js';
import { DeadLetters } from './dead-letters.js';
import { closingWish, deadLetterAnswer, deadLetterParams, deadLettersAnswer, deadLettersQuery, view } from './dead-letters.schemas.js';

/** Messages that were given up, for administrators. Any process tells of all of them. */
@ApiTags('Dead letters')
@Controller('dead-letters')
@Access(['administrator'])
@Shed('late')
export class DeadLettersController {
  constructor(private readonly letters: DeadLetters) {}

  @Get()
  @Answers(200, deadLettersAnswer, 'Newest first. Means of payment and who the buyer is are left out of the payload.')
  async list(@Query({ schema: deadLettersQuery }) { cursor, ...filter }: z.infer<typeof deadLettersQuery>) {
    const { items, ...page } = await this.letters.page({ ...filter, before: cursor });
    return { items: items.map(view), ...page };
  }

  @Post(':deadLetterId/replay')
  @HttpCode(202)
  @Answers(202, deadLetterAnswer, 'It is delivered to its consumer again within seconds, and counts once however often that is asked for.')
  async replay(@Param({ schema: deadLetterParams }) { deadLetterId }: z.infer<typeof deadLetterParams>, @CurrentUser() { userId }: Principal, @ClientAddress() address: string) {
    return view(await this.letters.replay(deadLetterId, { userId, address }));
  }

  @Post(':deadLetterId/closing')
  @HttpCode(200)
  @Answers(200, deadLetterAnswer, 'Nothing is to be done about it any more.')
  async close(
    @Param({ schema: deadLetterParams }) { deadLetterId }: z.infer<typeof deadLetterParams>,
    @Body({ schema: closingWish }) { note }: z.infer<typeof closingWish>,
    @CurrentUser() { userId }: Principal,
    @ClientAddress() address: string,
  ) {
    return view(await this.letters.close(deadLetterId, note, { userId, address }));
  }
}
