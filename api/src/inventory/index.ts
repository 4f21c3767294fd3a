export type { Hold, HoldItem, HoldRequest, HoldState, LockedHold, SoldPlace, Want } from './hold.js';
export { LimitExceeded, NotForSale, PlacesPromised, SeatNamedTwice, SeatNotFound, SeatTaken, SectionNotFound, SoldOut, StockNotFound, TooManyWatchers } from './inventory.errors.js';
export { SeatsChanged } from './inventory.events.js';
export { Inventory, type HoldResult } from './inventory.js';
export { InventoryModule } from './inventory.module.js';
export { HoldPersonalData } from './personal-data.js';
export type { Availability } from './stock.js';
