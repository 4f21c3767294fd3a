import { Module } from '@nestjs/common';
import { Catalog } from './catalog.js';
import { DemoCatalog } from './demo-catalog.js';
import { EventController } from './event.controller.js';
import { Events } from './events.js';
import { Maintainers } from './maintainers.js';
import { OfferController } from './offer.controller.js';
import { Offers } from './offers.js';
import { OrganiserController } from './organiser.controller.js';
import { Organisers } from './organisers.js';
import { ProgrammeController } from './programme.controller.js';
import { Programme } from './programme.js';
import { SaleStates } from './sale-states.js';
import { VenueController } from './venue.controller.js';
import { Venues } from './venues.js';

/** Organisers, venues, seat maps, events, ticket types, prices and products. */
@Module({
  controllers: [ProgrammeController, OrganiserController, VenueController, EventController, OfferController],
  providers: [Catalog, SaleStates, Programme, Maintainers, Organisers, Venues, Events, Offers, DemoCatalog],
  exports: [Catalog, SaleStates, DemoCatalog],
})
export class CatalogModule {}
