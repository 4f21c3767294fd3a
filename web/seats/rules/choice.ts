// What somebody has chosen so far. The box office takes one kind of wish per hold: seats by name, each with its ticket type, or a number of places of one ticket type.

export interface Price {
  readonly amountCents: number;
  readonly currency: string;
}

export interface TicketType {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly kind: 'seated' | 'standing';
  readonly price: Price;
  readonly halfPrice: boolean;
  readonly proofRequired: boolean;
}

export interface ChosenSeat {
  readonly seat: number;
  readonly ticketTypeId: string;
}

export type Choice =
  | { readonly kind: 'seats'; readonly seats: readonly ChosenSeat[] }
  | { readonly kind: 'places'; readonly ticketTypeId: string; readonly quantity: number };

export const NOTHING: Choice = { kind: 'seats', seats: [] };

export const countOf = (choice: Choice): number => (choice.kind === 'seats' ? choice.seats.length : choice.quantity);

/** Chosen seats by index; none where places are chosen by number. */
export const seatsOf = (choice: Choice): number[] => (choice.kind === 'seats' ? choice.seats.map(({ seat }) => seat) : []);

/** What a seat of that category costs unless somebody says otherwise: the first full price, else the first at all. */
export function usualType(types: readonly TicketType[], category: string, kind: 'seated' | 'standing'): TicketType | undefined {
  const own = types.filter((type) => type.category === category && type.kind === kind);
  return own.find(({ halfPrice }) => !halfPrice) ?? own[0];
}

/** The lowest and the highest full price of a category, as a section's sign says it; null where nothing of it is sold. */
export function pricesOf(types: readonly TicketType[], category: string, kind: 'seated' | 'standing'): { readonly from: Price; readonly to: Price } | null {
  const prices = types.filter((type) => type.category === category && type.kind === kind).map(({ price }) => price).sort((a, b) => a.amountCents - b.amountCents);
  return prices.length === 0 ? null : { from: prices[0]!, to: prices.at(-1)! };
}

/** Adds the seat or takes it away; null when the limit is reached. Places chosen by number give way to a seat. */
export function toggled(choice: Choice, seat: number, ticketTypeId: string, limit: number): Choice | null {
  const seats = choice.kind === 'seats' ? choice.seats : [];
  if (seats.some((chosen) => chosen.seat === seat)) return { kind: 'seats', seats: seats.filter((chosen) => chosen.seat !== seat) };
  return seats.length >= limit ? null : { kind: 'seats', seats: [...seats, { seat, ticketTypeId }] };
}

export function retyped(choice: Choice, seat: number, ticketTypeId: string): Choice {
  return choice.kind === 'places' ? choice : { kind: 'seats', seats: choice.seats.map((chosen) => (chosen.seat === seat ? { seat, ticketTypeId } : chosen)) };
}

/** Seats that are gone leave the choice. */
export function without(choice: Choice, gone: readonly number[]): Choice {
  return choice.kind === 'places' ? choice : { kind: 'seats', seats: choice.seats.filter(({ seat }) => !gone.includes(seat)) };
}

/** What all of it costs, fees and all: the box office's prices are what is paid. Null for nothing. */
export function totalOf(choice: Choice, types: readonly TicketType[]): Price | null {
  const price = (id: string) => types.find((type) => type.id === id)?.price;
  const prices = choice.kind === 'seats' ? choice.seats.map(({ ticketTypeId }) => price(ticketTypeId)) : Array.from({ length: choice.quantity }, () => price(choice.ticketTypeId));
  const known = prices.filter((each) => each !== undefined);
  return known[0] ? { amountCents: known.reduce((sum, { amountCents }) => sum + amountCents, 0), currency: known[0].currency } : null;
}

/** As it is kept while somebody signs in; seats by id, since indexes mean nothing to another page. */
export type KeptChoice = { readonly seats: readonly { readonly seatId: string; readonly ticketTypeId: string }[] } | { readonly ticketTypeId: string; readonly quantity: number };

export function keep(choice: Choice, idOf: (seat: number) => string): KeptChoice {
  if (choice.kind === 'places') return { ticketTypeId: choice.ticketTypeId, quantity: choice.quantity };
  return { seats: choice.seats.map(({ seat, ticketTypeId }) => ({ seatId: idOf(seat), ticketTypeId })) };
}

/** What was kept, as far as it still makes sense: known seats that are free, known ticket types, no more than the limit. */
export function recall(kept: unknown, { seatOf, isFree, types, limit }: { seatOf: (id: string) => number | undefined; isFree: (seat: number) => boolean; types: readonly TicketType[]; limit: number }): Choice {
  const known = (id: unknown): id is string => types.some((type) => type.id === id);
  if (typeof kept !== 'object' || kept === null) return NOTHING;
  if ('quantity' in kept && 'ticketTypeId' in kept) {
    const { quantity, ticketTypeId } = kept;
    return known(ticketTypeId) && Number.isInteger(quantity) && Number(quantity) >= 1 ? { kind: 'places', ticketTypeId, quantity: Math.min(limit, Number(quantity)) } : NOTHING;
  }
  if (!('seats' in kept) || !Array.isArray(kept.seats)) return NOTHING;
  const seats = kept.seats.slice(0, limit).flatMap((each: { seatId?: unknown; ticketTypeId?: unknown } | null): ChosenSeat[] => {
    const seat = typeof each?.seatId === 'string' ? seatOf(each.seatId) : undefined;
    return seat !== undefined && isFree(seat) && known(each?.ticketTypeId) ? [{ seat, ticketTypeId: each!.ticketTypeId as string }] : [];
  });
  return { kind: 'seats', seats };
}
