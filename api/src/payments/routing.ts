import type { GatewayPrice } from '#platform';
import type { Method } from './attempt.js';

/** Whose payments a gateway takes: real buyers', rehearsals', or, in a demo, where all money is play money, everybody's. */
export type Clientele = 'buyers' | 'rehearsals' | 'everybody';

/** What routing knows of a gateway. */
export interface Route {
  name: string;
  methods: readonly Method[];
  pixSecondsMin: number;
  serves: Clientele;
  costs: Partial<Record<Method, GatewayPrice | undefined>>;
  preference: number;
  weight: number;
  /** It has answered well of late. */
  well: boolean;
  /** Whether it is worth sending it something now. */
  takesWork: () => boolean;
}

export interface Passenger {
  paymentId: string;
  method: Method;
  amountCents: number;
  remainingSeconds: number;
  /** The card's token, which belongs to the gateway that gave it. */
  token?: string | null | undefined;
  /** A rehearsal's payment. */
  sandbox: boolean;
}

/** Real money never goes to a sandbox, a rehearsal never to a real gateway. */
export const mayServe = (serves: Clientele, sandbox: boolean): boolean => serves === 'everybody' || (serves === 'rehearsals') === sandbox;

/**
 * The gateways that can take this payment and were not tried, best first. Able is who serves such buyers and has the method. Of the able comes first who
 *
 * 1. takes work now: its breaker is closed or a trial is due, and nobody would have to wait long for a free connection;
 * 2. has answered well of late;
 * 3. for a Pix, keeps one open as shortly as our window needs;
 * 4. is preferred by the operator, whatever it costs;
 * 5. costs least for this very amount and method.
 *
 * Each rule decides only between those that are equal in all before it. Payments between which none decides are spread by
 * weight over the gateways left, by the payment's id, so that load and a gateway's failure are shared and processes that see
 * the same choose alike.
 */
export function routesFor(routes: readonly Route[], passenger: Passenger, tried: ReadonlySet<string> = new Set()): string[] {
  const ordered = inOrder(routes, passenger, tried);
  if (ordered.length < 2) return ordered.map(({ name }) => name);
  // Asked in order and only until one answers yes: a gateway on trial says yes to one payment only.
  const first = ordered.find((route) => route.takesWork());
  return [...(first ? [first] : []), ...ordered.filter((other) => other !== first)].map(({ name }) => name);
}

/** The same by the rules 2 to 5 alone: nobody is asked whether it takes work, so nothing comes of looking. */
export function inOrder<Some extends Omit<Route, 'takesWork'>>(routes: readonly Some[], passenger: Passenger, tried: ReadonlySet<string> = new Set()): Some[] {
  const able = routes.filter(({ name, methods, serves }) => mayServe(serves, passenger.sandbox) && methods.includes(passenger.method) && !tried.has(name));
  const ranked = able.map((route) => ({ route, rank: rankOf(route, passenger) })).sort((a, b) => compare(a.rank, b.rank));
  const ordered: Some[] = [];
  for (let from = 0; from < ranked.length; ) {
    const equals = ranked.slice(from).filter(({ rank }) => compare(rank, (ranked[from] as { rank: number[] }).rank) === 0);
    ordered.push(...spread(equals.map(({ route }) => route), passenger.paymentId));
    from += equals.length;
  }
  return ordered;
}

/** Hundredths of a hundredth of a cent, so that nothing is rounded before it is compared. */
export const costOf = ({ costs }: Pick<Route, 'costs'>, { method, amountCents }: Pick<Passenger, 'method' | 'amountCents'>): number => {
  const { basisPoints, cents } = costs[method] ?? { basisPoints: 0, cents: 0 };
  return amountCents * basisPoints + cents * 10_000;
};

function rankOf(route: Omit<Route, 'takesWork'>, passenger: Passenger): number[] {
  const fits = passenger.method === 'card' || route.pixSecondsMin <= passenger.remainingSeconds;
  return [route.well ? 0 : 1, fits ? 0 : 1, route.preference, costOf(route, passenger)];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((part, index) => part !== other[index]);
  return at === -1 ? 0 : (one[at] as number) - (other[at] as number);
}

/** A wheel on which each gateway has as many places as its weight; the payment's id says where it stands. */
function spread<Some extends Pick<Route, 'weight'>>(routes: Some[], paymentId: string): Some[] {
  const places = routes.flatMap((route) => Array.from({ length: route.weight }, () => route));
  const turn = Number.parseInt(paymentId.slice(-6), 16) % places.length;
  return [...new Set([...places.slice(turn), ...places.slice(0, turn)])];
}
