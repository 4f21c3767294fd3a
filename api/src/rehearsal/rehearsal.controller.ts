import { Body, Controller, Delete, Get, Header, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, Shed } from '#platform';
import { Rehearsal } from './rehearsal.js';
import { eventPath, factsAnswer, fansAnswer, fansBody } from './rehearsal.schemas.js';

type Path = z.infer<typeof eventPath>;

@ApiTags('Rehearsal')
@Controller('events/:eventId/rehearsal')
@Access(['organiser'])
export class RehearsalController {
  constructor(private readonly rehearsal: Rehearsal) {}

  @Post('fans')
  @Shed('late')
  @Header('cache-control', 'no-store')
  @Answers(201, fansAnswer, 'New throw-away accounts, signed in; their tokens are seen only here. They can do nothing but buy in this event.')
  async makeFans(@Param({ schema: eventPath }) { eventId }: Path, @Body({ schema: fansBody }) { count }: z.infer<typeof fansBody>, @CurrentUser() principal: Principal, @ClientAddress() address: string) {
    return { items: await this.rehearsal.makeFans(principal, address, eventId, count) };
  }

  @Get()
  @Shed('late')
  @Header('cache-control', 'no-store')
  @Answers(200, factsAnswer, 'How the rehearsal stands.')
  facts(@Param({ schema: eventPath }) { eventId }: Path, @CurrentUser() principal: Principal) {
    return this.rehearsal.facts(principal, eventId);
  }

  @Delete()
  @Shed('never')
  @Answers(204, undefined, 'The event is closed, its accounts are signed out for good and go within minutes. May be repeated.')
  end(@Param({ schema: eventPath }) { eventId }: Path, @CurrentUser() principal: Principal, @ClientAddress() address: string) {
    return this.rehearsal.end(principal, address, eventId);
  }
}
