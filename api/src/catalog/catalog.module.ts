import { Global, Module } from '@nestjs/common';
import { Memberships } from '#platform';
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

/** What other modules ask of the catalog, without routes: any process may need it. */
@Module({ providers: [Catalog, SaleStates], exports: [Catalog, SaleStates] })
export class CatalogModule {}

/** Who maintains which organiser's things, for modules that know nothing of the catalog. */
@Global()
@Module({ imports: [CatalogModule], providers: [{ provide: Memberships, useExisting: Catalog }], exports: [Memberships] })
export class MembershipsModule {}

/** The catalog's routes, for visitors and for who maintains organisers, venues, seat maps, events, prices and products: part of the service `tickets`. */
@Module({
  imports: [CatalogModule],
  controllers: [ProgrammeController, OrganiserController, VenueController, EventController, OfferController],
  providers: [Programme, Maintainers, Organisers, Venues, Events, Offers, DemoCatalog],
  exports: [DemoCatalog, Events],
})
export class CatalogOfficeModule {}
