/** How much is filled in: sales that were sold out two by two. */
export interface FillPlan {
  /** Of each sale; an even number. */
  ticketsPerSale: number;
}

/** A large arena; smaller fills have smaller houses, so that there are ten sales at least. */
const TICKETS_PER_SALE_MAX = 100_000;
/** A million people for ten million tickets: five purchases of two each. */
const TICKETS_PER_PERSON = 10;

/** The plan by which `tickets` are reached in ten equal steps or more. */
export function planFor(tickets: number): FillPlan {
  const ticketsPerSale = Math.min(TICKETS_PER_SALE_MAX, Math.floor(tickets / 20) * 2);
  if (ticketsPerSale < 20) throw new Error('less than 200 tickets are no sale to speak of');
  return { ticketsPerSale };
}

/**
 * How many sales and people there are then. As many people as buy in one sale at least, so that nobody buys twice in one: a sale's buyers are consecutive.
 */
export function salesUntil({ ticketsPerSale }: FillPlan, tickets: number): { sales: number; people: number } {
  const sales = Math.floor(tickets / ticketsPerSale);
  return { sales, people: Math.max(ticketsPerSale / 2, Math.floor((sales * ticketsPerSale) / TICKETS_PER_PERSON)) };
}
