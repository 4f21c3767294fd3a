import { Body, Controller, Delete, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, Shed } from '#platform';
import { byId } from './common.schemas.js';
import {
  eventBody, eventChanges, maintainedEventAnswer, maintainedEventsAnswer, maintainedEventsQuery, pinBody,
} from './event.schemas.js';
import { Events } from './events.js';
import { CurrentEditor, type Editor } from './maintainers.js';

const eventId = byId('eventId');
const organiserId = byId('organiserId');
type EventId = z.infer<typeof eventId>;

/** Events, for those who maintain them. */
@ApiTags('Catalog')
@Controller()
@Access(['organiser'])
@Shed('late')
export class EventController {
  constructor(private readonly events: Events) {}

  @Get('organisers/:organiserId/events')
  @Answers(200, maintainedEventsAnswer, 'Drafts included, newest first.')
  list(
    @CurrentEditor() editor: Editor, @Param({ schema: organiserId }) params: z.infer<typeof organiserId>,
    @Query({ schema: maintainedEventsQuery }) query: z.infer<typeof maintainedEventsQuery>,
  ) {
    return this.events.list(editor, params.organiserId, query);
  }

  @Get('events/:eventId/maintenance')
  @Answers(200, maintainedEventAnswer, 'Everything that can be edited, with the version an edit must name.')
  get(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: EventId) {
    return this.events.get(editor, params.eventId);
  }

  @Post('events')
  @Answers(201, maintainedEventAnswer, 'A draft.')
  create(@CurrentEditor() editor: Editor, @Body({ schema: eventBody }) body: z.infer<typeof eventBody>) {
    return this.events.create(editor, body);
  }

  @Patch('events/:eventId')
  @Answers(200, maintainedEventAnswer)
  edit(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: EventId, @Body({ schema: eventChanges }) body: z.infer<typeof eventChanges>) {
    return this.events.edit(editor, params.eventId, body);
  }

  @Delete('events/:eventId')
  @Answers(204, undefined, 'Drafts only; what was published is cancelled or closed.')
  retire(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: EventId) {
    return this.events.retire(editor, params.eventId);
  }

  @Post('events/:eventId/publish')
  @Answers(200, maintainedEventAnswer, 'On sale from `saleStartsAt`; 422 names everything that is missing.')
  publish(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: EventId) {
    return this.events.act(editor, params.eventId, 'publish');
  }

  @Post('events/:eventId/postpone')
  @Shed('never')
  @Answers(200, maintainedEventAnswer, 'The sale rests until the event is published again.')
  postpone(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: EventId) {
    return this.events.act(editor, params.eventId, 'postpone');
  }

  @Post('events/:eventId/cancel')
  @Shed('never')
  @Answers(200, maintainedEventAnswer, 'Final.')
  cancel(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: EventId) {
    return this.events.act(editor, params.eventId, 'cancel');
  }

  @Post('events/:eventId/close')
  @Shed('never')
  @Answers(200, maintainedEventAnswer, 'Ends the sale. Final.')
  close(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: EventId) {
    return this.events.act(editor, params.eventId, 'close');
  }

  @Put('events/:eventId/pinned-suggestions')
  @Answers(204)
  pin(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: EventId, @Body({ schema: pinBody }) body: z.infer<typeof pinBody>) {
    return this.events.pin(editor, params.eventId, body.productIds);
  }
}
