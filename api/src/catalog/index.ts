export { Catalog } from './catalog.js';
export { CatalogModule } from './catalog.module.js';
export { EventNotFound, ProductLimitExceeded, ProductNotFound, ProductSoldOut, TicketTypeNotFound } from './catalog.errors.js';
export { EventCancelled, EventChanged, EventClosed, EventPostponed, EventPublished, PricesChanged } from './catalog.events.js';
export { readCpf } from './cpf.js';
export type { ProductRequest, ProductTaking } from './product.js';
export { type SaleStanding, type SaleState, SaleStates, SaleStateSource } from './sale-states.js';
export type { EventState, Product, SaleTerms, TicketType } from './sale-terms.js';
export type { Seating, SeatingSeat, SeatingSection } from './seating.js';
