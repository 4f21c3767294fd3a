import { Controller, Get, Headers, NotFoundException, Param, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Access, Answers, BlobStore, Shed } from '#platform';
import { admitted } from './admitted.js';
import { byId } from './common.schemas.js';
import {
  artistsAnswer, artistsQuery, citiesAnswer, drawingAnswer, eventAnswer, eventsAnswer, eventsQuery, pictureName, placeAnswer, suggestionsAnswer, suggestionsQuery,
} from './programme.schemas.js';
import { Programme, type SharedAnswer } from './programme.js';

const eventId = byId('eventId');
type EventId = z.infer<typeof eventId>;
const venueId = byId('venueId');

// A second is enough to spare the origin a crowd, and no one is misled for longer.
const briefly = 'public, max-age=1, stale-while-revalidate=5';
const forMinutes = 'public, max-age=300';

/** What is on, for everybody. Answers are shared, tagged and cacheable. */
@ApiTags('Programme')
@Controller()
@Access('public')
@Shed('first')
export class ProgrammeController {
  constructor(private readonly programme: Programme, private readonly blobs: BlobStore) {}

  @Get('events')
  @Answers(200, eventsAnswer, 'By date; `nextCursor` is absent on the last page.')
  async list(@Query({ schema: eventsQuery }) query: z.infer<typeof eventsQuery>, @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply) {
    await send(reply, known, briefly, await this.programme.list(query));
  }

  @Get('events/:eventId')
  @Shed('first', { unless: admitted })
  @ApiHeader({ name: 'X-Admission', required: false, description: 'Who shows an admission is answered even under load.' })
  @Answers(200, eventAnswer)
  async event(@Param({ schema: eventId }) params: EventId, @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply) {
    await send(reply, known, briefly, await this.programme.event(params.eventId));
  }

  @Get('events/:eventId/suggestions')
  @Answers(200, suggestionsAnswer, 'What the organiser pinned, then what was bought together.')
  async suggestions(
    @Param({ schema: eventId }) params: EventId, @Query({ schema: suggestionsQuery }) query: z.infer<typeof suggestionsQuery>,
    @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply,
  ) {
    await send(reply, known, briefly, await this.programme.suggestions(params.eventId, query.with));
  }

  @Get('events/:eventId/seat-map')
  @Shed('first', { unless: admitted })
  @ApiHeader({ name: 'X-Admission', required: false, description: 'Who shows an admission is answered even under load.' })
  @Answers(200, drawingAnswer, 'Areas, categories and sections; the seats and their states are told by `/events/{eventId}/seats`.')
  async drawing(@Param({ schema: eventId }) params: EventId, @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply) {
    await send(reply, known, forMinutes, await this.programme.drawing(params.eventId));
  }

  @Get('artists')
  @Answers(200, artistsAnswer)
  async artists(@Query({ schema: artistsQuery }) query: z.infer<typeof artistsQuery>, @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply) {
    await send(reply, known, forMinutes, await this.programme.artists(query.search ?? '', query.limit));
  }

  @Get('cities')
  @Answers(200, citiesAnswer, 'Where something is on.')
  async cities(@Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply) {
    await send(reply, known, forMinutes, await this.programme.cities());
  }

  @Get('venues/:venueId')
  @Answers(200, placeAnswer, 'A venue where something was announced.')
  async venue(@Param({ schema: venueId }) params: z.infer<typeof venueId>, @Headers('if-none-match') known: string | undefined, @Res() reply: FastifyReply) {
    await send(reply, known, forMinutes, await this.programme.venue(params.venueId));
  }

  @Get('pictures/:name')
  @Answers(200, undefined, 'The picture.', 'image/svg+xml')
  async picture(@Param({ schema: pictureName }) params: z.infer<typeof pictureName>, @Res() reply: FastifyReply) {
    const bytes = await this.blobs.get(`pictures/${params.name}`);
    if (bytes === null) throw new NotFoundException();
    // An SVG opened by itself is a page; this one may do nothing.
    await reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .header('cache-control', forMinutes).type('image/svg+xml').send(bytes);
  }
}

async function send(reply: FastifyReply, known: string | undefined, cacheControl: string, { json, etag }: SharedAnswer): Promise<void> {
  reply.header('cache-control', cacheControl).header('etag', etag);
  if (known?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)) await reply.status(304).send();
  else await reply.type('application/json; charset=utf-8').send(json);
}
