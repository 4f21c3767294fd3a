import { Body, Controller, Delete, Get, Headers, HttpException, Param, Patch, Post, Query } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, type ApiBodyOptions, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Access, Answers, InvalidRequest, Shed } from '#platform';
import { byId } from './common.schemas.js';
import { CurrentEditor, type Editor } from './maintainers.js';
import {
  seatMapAnswer, seatMapBody, seatMapPlanAnswer, seatMapQuery, seatMapsAnswer, venueAnswer, venueBody, venueChanges, venuesAnswer, venuesQuery,
} from './organiser.schemas.js';
import { Venues, type SeatMapUpload } from './venues.js';

const venueId = byId('venueId');
const seatMapId = byId('seatMapId');
type VenueId = z.infer<typeof venueId>;
type SeatMapId = z.infer<typeof seatMapId>;

// 60,300 seats are 6 MB of JSON; ten times that is more than the largest stadium spelt generously.
const seatMapBytesMax = 64 * 1024 * 1024;

// The body is read by type of content, so its form is told to the API's document here.
const seatMapForm = z.toJSONSchema(seatMapBody, { target: 'openapi-3.0' }) as NonNullable<Extract<ApiBodyOptions, { schema: unknown }>['schema']>;

/** Venues and their seat maps. */
@ApiTags('Catalog')
@Controller()
@Access(['organiser'])
@Shed('late')
export class VenueController {
  constructor(private readonly venues: Venues) {}

  @Get('venues')
  @Answers(200, venuesAnswer)
  list(@CurrentEditor() editor: Editor, @Query({ schema: venuesQuery }) query: z.infer<typeof venuesQuery>) {
    return this.venues.list(editor, query.organiserId);
  }

  @Post('venues')
  @Answers(201, venueAnswer)
  create(@CurrentEditor() editor: Editor, @Body({ schema: venueBody }) body: z.infer<typeof venueBody>) {
    return this.venues.create(editor, body);
  }

  @Patch('venues/:venueId')
  @Answers(200, venueAnswer)
  edit(@CurrentEditor() editor: Editor, @Param({ schema: venueId }) params: VenueId, @Body({ schema: venueChanges }) body: z.infer<typeof venueChanges>) {
    return this.venues.edit(editor, params.venueId, body);
  }

  @Delete('venues/:venueId')
  @Answers(204)
  retire(@CurrentEditor() editor: Editor, @Param({ schema: venueId }) params: VenueId) {
    return this.venues.retire(editor, params.venueId);
  }

  @Get('venues/:venueId/seat-maps')
  @Answers(200, seatMapsAnswer)
  seatMaps(@CurrentEditor() editor: Editor, @Param({ schema: venueId }) params: VenueId) {
    return this.venues.seatMaps(editor, params.venueId);
  }

  @Post('venues/:venueId/seat-maps')
  @RouteConfig({ largeBody: { bytesMax: seatMapBytesMax, from: ['organiser'] } })
  @ApiBody({ schema: seatMapForm, description: '`application/json`: a plan in the open seating-plan format with its accessibility sheet. `text/csv`: section,row,seat,x,y,category and optionally guid,wheelchair,companion_of.' })
  @Answers(201, seatMapAnswer, 'The whole plan was imported; with a mistake nothing is, and 422 names every one by path or line.')
  importSeatMap(
    @CurrentEditor() editor: Editor, @Param({ schema: venueId }) params: VenueId, @Query({ schema: seatMapQuery }) query: z.infer<typeof seatMapQuery>,
    @Headers('content-type') contentType: string | undefined, @Body() body: unknown,
  ) {
    return this.venues.importSeatMap(editor, params.venueId, uploadOf(contentType, body, query.name));
  }

  @Get('seat-maps/:seatMapId')
  @Answers(200, seatMapPlanAnswer)
  seatMap(@CurrentEditor() editor: Editor, @Param({ schema: seatMapId }) params: SeatMapId) {
    return this.venues.seatMap(editor, params.seatMapId);
  }

  @Delete('seat-maps/:seatMapId')
  @Answers(204)
  retireSeatMap(@CurrentEditor() editor: Editor, @Param({ schema: seatMapId }) params: SeatMapId) {
    return this.venues.retireSeatMap(editor, params.seatMapId);
  }
}

function uploadOf(contentType: string | undefined, body: unknown, name: string | undefined): SeatMapUpload {
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type === 'text/csv') return { csv: String(body), name };
  if (type !== 'application/json') throw new HttpException('application/json or text/csv', 415);
  const parsed = seatMapBody.safeParse(body);
  if (!parsed.success) throw new InvalidRequest({ problems: parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) });
  return { ...parsed.data, name: parsed.data.name ?? name };
}
