import { Module } from '@nestjs/common';
import { CatalogModule, CatalogOfficeModule } from '#catalog';
import { InventoryModule } from '#inventory';
import { OrdersModule } from '#orders';
import { TicketsModule } from '#tickets';
import { RehearsalController } from './rehearsal.controller.js';
import { Rehearsal } from './rehearsal.js';

/** The routes with which an organiser rehearses a sale: part of the service `tickets`. */
@Module({
  imports: [CatalogModule, CatalogOfficeModule, InventoryModule, TicketsModule, OrdersModule],
  controllers: [RehearsalController],
  providers: [Rehearsal],
})
export class RehearsalModule {}
