import { DomainError } from '#platform';
import type { PublicationMistake } from './publication.js';
import type { EventState } from './sale-terms.js';
import type { PlanMistake } from './seating-plan.js';

/** No such organiser, or none that the asker may know of. */
export class OrganiserNotFound extends DomainError<{ organiserId: string }> {
  static readonly code = 'catalog.organiser_not_found';
  static readonly status = 404;
  constructor(data: { organiserId: string }) {
    super(OrganiserNotFound, data);
  }
}

/** No such venue, or another organiser's. */
export class VenueNotFound extends DomainError<{ venueId: string }> {
  static readonly code = 'catalog.venue_not_found';
  static readonly status = 404;
  constructor(data: { venueId: string }) {
    super(VenueNotFound, data);
  }
}

/** No such seat map, or one of another organiser's venue. */
export class SeatMapNotFound extends DomainError<{ seatMapId: string }> {
  static readonly code = 'catalog.seat_map_not_found';
  static readonly status = 404;
  constructor(data: { seatMapId: string }) {
    super(SeatMapNotFound, data);
  }
}

/** No such event, a draft, or another organiser's. */
export class EventNotFound extends DomainError<{ eventId: string }> {
  static readonly code = 'catalog.event_not_found';
  static readonly status = 404;
  constructor(data: { eventId: string }) {
    super(EventNotFound, data);
  }
}

/** No such ticket type, or one of another organiser's event. */
export class TicketTypeNotFound extends DomainError<{ ticketTypeId: string }> {
  static readonly code = 'catalog.ticket_type_not_found';
  static readonly status = 404;
  constructor(data: { ticketTypeId: string }) {
    super(TicketTypeNotFound, data);
  }
}

/** No such product, or not one of this event. */
export class ProductNotFound extends DomainError<{ productId: string }> {
  static readonly code = 'catalog.product_not_found';
  static readonly status = 404;
  constructor(data: { productId: string }) {
    super(ProductNotFound, data);
  }
}

/** The plan has mistakes, each named by its line or path; `mistakeCount` counts also those the list leaves out. */
export class SeatMapRefused extends DomainError<{ mistakes: PlanMistake[]; mistakeCount: number }> {
  static readonly code = 'catalog.seat_map_refused';
  static readonly status = 422;
  constructor(data: { mistakes: PlanMistake[]; mistakeCount: number }) {
    super(SeatMapRefused, data);
  }
}

/** Something is missing or contradicts something else; each mistake names its field. */
export class PublicationRefused extends DomainError<{ mistakes: PublicationMistake[] }> {
  static readonly code = 'catalog.publication_refused';
  static readonly status = 422;
  constructor(data: { mistakes: PublicationMistake[] }) {
    super(PublicationRefused, data);
  }
}

/** Somebody else saved first; `version` is theirs. Nothing was changed. */
export class EditedMeanwhile extends DomainError<{ version: number }> {
  static readonly code = 'catalog.edited_meanwhile';
  static readonly status = 409;
  constructor(data: { version: number }) {
    super(EditedMeanwhile, data);
  }
}

/** The event's state does not allow this act. */
export class EventStateForbids extends DomainError<{ state: EventState; act: string }> {
  static readonly code = 'catalog.event_state_forbids';
  static readonly status = 409;
  constructor(data: { state: EventState; act: string }) {
    super(EventStateForbids, data);
  }
}

/** These were laid down when the event was published. */
export class FixedByPublication extends DomainError<{ fields: string[] }> {
  static readonly code = 'catalog.fixed_by_publication';
  static readonly status = 409;
  constructor(data: { fields: string[] }) {
    super(FixedByPublication, data);
  }
}

/** What is to be retired is used by events that are not over. */
export class StillInUse extends DomainError<{ eventIds: string[] }> {
  static readonly code = 'catalog.still_in_use';
  static readonly status = 409;
  constructor(data: { eventIds: string[] }) {
    super(StillInUse, data);
  }
}

/** The terms contradict each other; `rule` names how. */
export class TermsContradict extends DomainError<{ rule: string }> {
  static readonly code = 'catalog.terms_contradict';
  static readonly status = 422;
  constructor(data: { rule: string }) {
    super(TermsContradict, data);
  }
}

/** Fewer are left than were asked for. */
export class ProductSoldOut extends DomainError<{ productId: string; left: number }> {
  static readonly code = 'catalog.product_sold_out';
  static readonly status = 409;
  constructor(data: { productId: string; left: number }) {
    super(ProductSoldOut, data);
  }
}

/** More than one order may have. */
export class ProductLimitExceeded extends DomainError<{ productId: string; limit: number }> {
  static readonly code = 'catalog.product_limit_exceeded';
  static readonly status = 422;
  constructor(data: { productId: string; limit: number }) {
    super(ProductLimitExceeded, data);
  }
}
