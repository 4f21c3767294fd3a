import { DomainError } from '#platform';

/** Somebody else has these seats, or the organiser keeps them back. */
export class SeatTaken extends DomainError<{ seats: string[] }> {
  static readonly code = 'inventory.seat_taken';
  static readonly status = 409;
  constructor(data: { seats: string[] }) {
    super(SeatTaken, data);
  }
}

/** So many places of this kind are not free; they may become free again. */
export class SoldOut extends DomainError<{ ticketTypeId: string }> {
  static readonly code = 'inventory.sold_out';
  static readonly status = 409;
  constructor(data: { ticketTypeId: string }) {
    super(SoldOut, data);
  }
}

/** The event has no such seats. */
export class SeatNotFound extends DomainError<{ seats: string[] }> {
  static readonly code = 'inventory.seat_not_found';
  static readonly status = 404;
  constructor(data: { seats: string[] }) {
    super(SeatNotFound, data);
  }
}

/** One seat was named more than once in a request. */
export class SeatNamedTwice extends DomainError<{ seats: string[] }> {
  static readonly code = 'inventory.seat_named_twice';
  static readonly status = 422;
  constructor(data: { seats: string[] }) {
    super(SeatNamedTwice, data);
  }
}

/** The seats exist, but no ticket type sells them. */
export class NotForSale extends DomainError<{ seats: string[] }> {
  static readonly code = 'inventory.not_for_sale';
  static readonly status = 409;
  constructor(data: { seats: string[] }) {
    super(NotForSale, data);
  }
}

/** More tickets than one buyer, one session or one request may have; `limit` is how many that is. */
export class LimitExceeded extends DomainError<{ limit: number }> {
  static readonly code = 'inventory.limit_exceeded';
  static readonly status = 422;
  constructor(data: { limit: number }) {
    super(LimitExceeded, data);
  }
}

/** Only `available` places are neither taken nor promised to people whom the line has called. */
export class PlacesPromised extends DomainError<{ available: number }> {
  static readonly code = 'inventory.places_promised';
  static readonly status = 409;
  constructor(data: { available: number }) {
    super(PlacesPromised, data);
  }
}

/** The event has no such standing section. */
export class SectionNotFound extends DomainError<{ sectionId: string }> {
  static readonly code = 'inventory.section_not_found';
  static readonly status = 404;
  constructor(data: { sectionId: string }) {
    super(SectionNotFound, data);
  }
}

/** The event has no stock: it does not exist or was never published. */
export class StockNotFound extends DomainError {
  static readonly code = 'inventory.stock_not_found';
  static readonly status = 404;
  constructor() {
    super(StockNotFound, {});
  }
}

/** The event was put on sale a moment ago, and its places are still being laid out. */
export class StockNotReady extends DomainError<{ retryAfterSeconds: number }> {
  static readonly code = 'inventory.not_ready';
  static readonly status = 503;
  constructor() {
    // A stadium's 60,000 seats are laid out in a second or two.
    super(StockNotReady, { retryAfterSeconds: 2 });
  }
}

/** More people watch live seats here than this process serves; the map itself can still be fetched. */
export class TooManyWatchers extends DomainError<{ retryAfterSeconds: number }> {
  static readonly code = 'inventory.too_many_watchers';
  static readonly status = 503;
  constructor(data: { retryAfterSeconds: number }) {
    super(TooManyWatchers, data);
  }
}
