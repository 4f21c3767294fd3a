import { Body, Controller, Delete, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Access, Answers, Shed } from '#platform';
import { byId } from './common.schemas.js';
import { productAnswer, productBody, productChanges, ticketTypeAnswer, ticketTypeBody, ticketTypeChanges } from './event.schemas.js';
import { CurrentEditor, type Editor } from './maintainers.js';
import { Offers } from './offers.js';

const eventId = byId('eventId');
const ticketTypeId = byId('ticketTypeId');
const productId = byId('productId');

/** Ticket types with their prices, and products. */
@ApiTags('Catalog')
@Controller()
@Access(['organiser'])
@Shed('late')
export class OfferController {
  constructor(private readonly offers: Offers) {}

  @Post('events/:eventId/ticket-types')
  @Answers(201, ticketTypeAnswer)
  addTicketType(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: z.infer<typeof eventId>, @Body({ schema: ticketTypeBody }) body: z.infer<typeof ticketTypeBody>) {
    return this.offers.addTicketType(editor, params.eventId, body);
  }

  @Patch('ticket-types/:ticketTypeId')
  @Answers(200, ticketTypeAnswer, 'What is already held keeps its price.')
  editTicketType(@CurrentEditor() editor: Editor, @Param({ schema: ticketTypeId }) params: z.infer<typeof ticketTypeId>, @Body({ schema: ticketTypeChanges }) body: z.infer<typeof ticketTypeChanges>) {
    return this.offers.editTicketType(editor, params.ticketTypeId, body);
  }

  @Delete('ticket-types/:ticketTypeId')
  @Answers(204)
  retireTicketType(@CurrentEditor() editor: Editor, @Param({ schema: ticketTypeId }) params: z.infer<typeof ticketTypeId>) {
    return this.offers.retireTicketType(editor, params.ticketTypeId);
  }

  @Post('events/:eventId/products')
  @Answers(201, productAnswer)
  addProduct(@CurrentEditor() editor: Editor, @Param({ schema: eventId }) params: z.infer<typeof eventId>, @Body({ schema: productBody }) body: z.infer<typeof productBody>) {
    return this.offers.addProduct(editor, params.eventId, body);
  }

  @Patch('products/:productId')
  @Answers(200, productAnswer)
  editProduct(@CurrentEditor() editor: Editor, @Param({ schema: productId }) params: z.infer<typeof productId>, @Body({ schema: productChanges }) body: z.infer<typeof productChanges>) {
    return this.offers.editProduct(editor, params.productId, body);
  }

  @Delete('products/:productId')
  @Answers(204)
  retireProduct(@CurrentEditor() editor: Editor, @Param({ schema: productId }) params: z.infer<typeof productId>) {
    return this.offers.retireProduct(editor, params.productId);
  }
}
