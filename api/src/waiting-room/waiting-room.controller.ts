import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access, Answers, ClientAddress, CurrentDevice, CurrentUser, type Device, OpenToRehearsals, type Principal, Shed } from '#platform';
import { Entrance } from './entrance.js';
import { LineOffice } from './line-office.js';
import { ServingBoard } from './serving-board.js';
import { Standing } from './standing.js';
import { Turns } from './turns.js';
import { LineNotFound } from './waiting-room.errors.js';
import {
  challenge, type ChangeBody, changeBody, entriesPage, type EntriesQuery, entriesQuery, eventParams, grantedAdmission, type JoinBody, joinBody,
  joinedPlace, lineSettings, type PlaceBody, placeBody, publishedDraw, serving,
} from './waiting-room.schemas.js';

/** The answer changes once, at the draw; the same second that the serving number may be old. */
const brief = 'public, max-age=1';
const forGood = 'public, max-age=86400, immutable';

@ApiTags('Line')
@Controller('events/:eventId')
@Shed('late')
export class WaitingRoomController {
  constructor(
    private readonly entrance: Entrance,
    private readonly standing: Standing,
    private readonly turns: Turns,
    private readonly board: ServingBoard,
    private readonly office: LineOffice,
  ) {}

  @Post('line')
  @Access('recognised')
  @OpenToRehearsals()
  @Header('cache-control', 'no-store')
  @Answers(201, joinedPlace, 'The place: a fresh one, or the one that this device or user already has.')
  join(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @Body({ schema: joinBody }) body: JoinBody, @CurrentDevice() device: Device, @CurrentUser() principal: Principal | null, @ClientAddress() address: string) {
    return this.entrance.join(eventId, { deviceId: device.id, principal, address }, body?.solution);
  }

  @Delete('line')
  @Access('recognised')
  @OpenToRehearsals()
  @Answers(204)
  leave(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @CurrentDevice() device: Device, @CurrentUser() principal: Principal | null, @ClientAddress() address: string) {
    return this.entrance.leave(eventId, { deviceId: device.id, principal, address });
  }

  @Post('line/place')
  @HttpCode(200)
  @Access('recognised')
  @OpenToRehearsals()
  @Header('cache-control', 'no-store')
  @Answers(200, joinedPlace, 'How the place stands. Whose place has ended is told so and gets no other: only a join gives one.')
  place(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @Body({ schema: placeBody }) { lineToken }: PlaceBody, @CurrentDevice() device: Device, @CurrentUser() principal: Principal | null) {
    return this.standing.of(eventId, lineToken, { deviceId: device.id, userId: principal?.userId ?? null });
  }

  @Get('line/challenge')
  @Access('public')
  @Header('cache-control', 'no-store')
  @Answers(200, challenge, 'A proof of work for this device; its solution goes into the join.')
  challenge(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @CurrentDevice() device: Device) {
    return this.entrance.challenge(eventId, device.id);
  }

  @Get('serving')
  @Access('public')
  @Shed('never')
  @Answers(200, serving, 'The same bytes for everybody.')
  async serving(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @Res() reply: FastifyReply) {
    const line = await this.board.line(eventId);
    if (!line) throw new LineNotFound();
    await reply.header('cache-control', brief).type('application/json; charset=utf-8').send(line.body);
  }

  @Post('admissions')
  @Access('recognised')
  @OpenToRehearsals()
  @Shed('never')
  @Header('cache-control', 'no-store')
  @Answers(201, grantedAdmission, 'The admission; a repeat by its owner gives the same one.')
  claim(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @Body({ schema: placeBody }) { lineToken }: PlaceBody, @CurrentDevice() device: Device, @CurrentUser() principal: Principal | null, @ClientAddress() address: string) {
    return this.turns.claim(eventId, lineToken, { deviceId: device.id, principal, address });
  }

  @Get('line/draw')
  @Access('public')
  @Shed('first')
  @Answers(200, publishedDraw, 'What is needed to recompute the draw; the secret, the public value and the seed only after it.')
  async draw(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @Res({ passthrough: true }) reply: FastifyReply) {
    const draw = await this.office.draw(eventId);
    void reply.header('cache-control', draw.seed ? forGood : brief);
    return draw;
  }

  @Get('line/draw/entries')
  @Access('public')
  @Shed('first')
  @Answers(200, entriesPage, 'The drawn entries in the order of their numbers.')
  async entries(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @Query({ schema: entriesQuery }) { from }: EntriesQuery, @Res({ passthrough: true }) reply: FastifyReply) {
    const { page, final } = await this.office.drawEntries(eventId, from);
    void reply.header('cache-control', final ? forGood : brief);
    return page;
  }

  @Get('line')
  @Access(['organiser'])
  @Answers(200, lineSettings)
  look(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @CurrentUser() principal: Principal) {
    return this.office.look(principal, eventId);
  }

  @Patch('line')
  @Access(['organiser'])
  @Shed('never')
  @Answers(200, lineSettings, 'Limits, pauses or resumes the calls; or names the public value that the draw waits for.')
  change(@Param({ schema: eventParams }) { eventId }: { eventId: string }, @Body({ schema: changeBody }) body: ChangeBody, @CurrentUser() principal: Principal, @ClientAddress() address: string) {
    return this.office.change(principal, address, eventId, body);
  }
}
