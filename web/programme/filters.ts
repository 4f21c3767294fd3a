export const kinds = ['concert', 'festival', 'theatre', 'comedy', 'dance', 'sport', 'family', 'other'] as const;
export type Kind = (typeof kinds)[number];

/** What a visitor looks for, as the address of the page says it; empty is: anything. */
export interface Filters {
  search: string;
  city: string;
  kind: Kind | '';
  /** Days as `2026-05-01`, both included. */
  from: string;
  to: string;
  /** The API's cursor of the page that follows. */
  after: string;
}

// A page of stubs on a phone is about this long before anybody would rather search.
export const pageSize = 24;

// As the API limits them.
const textMax = 200;
const cursorMax = 100;

type Params = Record<string, string | string[] | undefined>;

/** Whatever is in an address: what cannot be meant is left out, so that a mistyped link still shows something. */
export function readFilters(params: Params): Filters {
  const text = (name: string, max: number): string => {
    const value = params[name];
    const plain = (Array.isArray(value) ? value[0] : value) ?? '';
    return plain.replace(/[\p{Cc}\p{Cs}]/gu, ' ').trim().slice(0, max).replace(/\p{Cs}$/u, '');
  };
  const kind = kinds.find((each) => each === text('kind', 20)) ?? '';
  const [from, to] = [dayOf(text('from', 10)), dayOf(text('to', 10))];
  const after = text('after', cursorMax);
  return {
    search: text('search', textMax), city: text('city', textMax), kind,
    // Somebody who turned the two around means the days between.
    from: from !== '' && to !== '' && to < from ? to : from,
    to: from !== '' && to !== '' && to < from ? from : to,
    after: /^[\w-]*$/.test(after) ? after : '',
  };
}

export const asksForAnything = ({ search, city, kind, from, to }: Filters): boolean => [search, city, kind, from, to].some((each) => each !== '');

/** The same filters as an address; nothing where nothing is asked for. */
export function toSearch(filters: Partial<Filters>): string {
  const given = Object.entries(filters).filter(([, value]) => value !== '');
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`;
}

// Brazil's days: most of its shows and people live in this zone, and it has had no summer time since 2019.
const offset = '-03:00';

/** As `GET /events` takes them. */
export function toQuery({ search, city, kind, from, to, after }: Filters) {
  return {
    limit: pageSize,
    ...(search !== '' && { search }),
    ...(city !== '' && { city }),
    ...(kind !== '' && { kind }),
    ...(from !== '' && { from: `${from}T00:00:00${offset}` }),
    ...(to !== '' && { to: `${dayAfter(to)}T00:00:00${offset}` }),
    ...(after !== '' && { cursor: after }),
  };
}

/** The day, or nothing where there is none such or it is outside of the API's years. */
function dayOf(text: string): string {
  if (!/^2[01]\d\d-\d\d-\d\d$/.test(text)) return '';
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text || text > lastDay ? '' : text;
}

// The day after it must be in the API's years as well, whatever the offset.
const lastDay = '2199-12-29';

const dayAfter = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
