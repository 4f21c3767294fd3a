import { Body, Controller, Get, Header, Headers, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { admitted } from '#catalog';
import { Access, Answers, ClientAddress, CurrentUser, type Principal, Shed } from '#platform';
import { Blocking } from './blocking.js';
import { StockNotFound } from './inventory.errors.js';
import { availability, blockBody, blocked, eventParams, seatMapDescription, seatsAnswer, seatsQuery, streamQuery } from './inventory.schemas.js';
import { SeatBoard, type Sheet } from './seat-board.js';
import { SeatStream } from './seat-stream.js';
import { StockLevels } from './stock-levels.js';
import { Watchers } from './watchers.js';

type Event = z.infer<typeof eventParams>;

@ApiTags('Inventory')
@Controller('events/:eventId')
@Shed('late')
export class InventoryController {
  constructor(
    private readonly board: SeatBoard,
    private readonly stream: SeatStream,
    private readonly watchers: Watchers,
    private readonly levels: StockLevels,
    private readonly blocking: Blocking,
  ) {}

  @Get('seats')
  @Access('public')
  @Shed('first', { unless: admitted })
  @ApiHeader({ name: 'X-Admission', required: false, description: 'Who shows an admission is answered even under load.' })
  @Answers(200, seatsAnswer, seatMapDescription)
  async seats(@Param({ schema: eventParams }) { eventId }: Event, @Query({ schema: seatsQuery }) { since }: z.infer<typeof seatsQuery>, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await send(request, reply, since === undefined ? await this.board.whole(eventId) : await this.board.since(eventId, since));
  }

  @Get('seats/stream')
  @Access('public')
  @Shed('first', { stream: true })
  @ApiHeader({ name: 'x-admission', required: false, description: 'Where the event has a line; `?admission=` for clients that cannot send headers.' })
  @Answers(200, undefined, 'Server-sent events `seats`, at most one a second, each a delta as in `GET /events/{eventId}/seats?since=`; the same bytes for all.', 'text/event-stream')
  async watch(
    @Param({ schema: eventParams }) { eventId }: Event, @Query({ schema: streamQuery }) query: z.infer<typeof streamQuery>, @Headers('x-admission') header: string | undefined,
    @Headers('last-event-id') last: string | undefined, @ClientAddress() address: string, @Res() reply: FastifyReply,
  ) {
    await this.watchers.admit(eventId, header ?? query.admission);
    await this.stream.watch(eventId, last !== undefined && /^\d{1,13}$/.test(last) ? Number(last) : query.since, address, reply);
  }

  @Get('availability')
  @Access('public')
  @Shed('first', { unless: admitted })
  @ApiHeader({ name: 'X-Admission', required: false, description: 'Who shows an admission is answered even under load.' })
  @Header('cache-control', 'public, max-age=1')
  @Answers(200, availability, 'What is free by category, at most a second old. Places that the line has promised are not counted in the event\'s sum.')
  async availability(@Param({ schema: eventParams }) { eventId }: Event) {
    const level = await this.levels.of(eventId);
    if (!level) throw new StockNotFound();
    const { capacity, sold, held, promised, blocked: kept, categories } = level;
    return { eventId, capacity, free: capacity - sold - held - promised - kept, categories };
  }

  @Post('seats/block')
  @Access(['organiser'])
  @Answers(200, blocked, 'Keeps free places back from the sale, all of them or none.')
  async block(@CurrentUser() principal: Principal, @Param({ schema: eventParams }) { eventId }: Event, @Body({ schema: blockBody }) body: z.infer<typeof blockBody>) {
    return { changed: await this.blocking.block(principal, eventId, body) };
  }

  @Post('seats/unblock')
  @Access(['organiser'])
  @Answers(200, blocked, 'Puts blocked places on sale again.')
  async unblock(@CurrentUser() principal: Principal, @Param({ schema: eventParams }) { eventId }: Event, @Body({ schema: blockBody }) body: z.infer<typeof blockBody>) {
    return { changed: await this.blocking.unblock(principal, eventId, body) };
  }
}

async function send(request: FastifyRequest, reply: FastifyReply, { text, gzipped, etag }: Sheet): Promise<void> {
  void reply.header('cache-control', 'public, max-age=1').header('etag', etag).header('vary', 'accept-encoding').type('application/json; charset=utf-8');
  if (request.headers['if-none-match'] === etag) return void (await reply.status(304).send());
  const compressed = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (compressed) void reply.header('content-encoding', 'gzip');
  await reply.send(compressed ? gzipped : text);
}
