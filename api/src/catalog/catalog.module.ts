import { Module } from '@nestjs/common';
import { Catalog } from './catalog.js';
import { SaleStates } from './sale-states.js';

/** Organisers, venues, seat maps, events, ticket types, prices and products. */
@Module({
  providers: [Catalog, SaleStates],
  exports: [Catalog, SaleStates],
})
export class CatalogModule {}
