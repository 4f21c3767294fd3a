import type { Method } from './attempt.js';

/** Whose payments a gateway takes: real buyers', rehearsals', or, in a demo, where all money is play money, everybody's. */
export type Clientele = 'buyers' | 'rehearsals' | 'everybody';

/** What routing knows of a gateway. */
export interface Route {
  name: string;
  methods: readonly Method[];
  pixSecondsMin: number;
  serves: Clientele;
  /** Whether it is worth sending it something now. */
  takesWork: () => boolean;
}

export interface Passenger {
  paymentId: string;
  method: Method;
  remainingSeconds: number;
  /** The card's token, which belongs to the gateway that gave it. */
  token?: string | null | undefined;
  /** A rehearsal's payment. */
  sandbox: boolean;
}

/** Real money never goes to a sandbox, a rehearsal never to a real gateway. */
export const mayServe = (serves: Clientele, sandbox: boolean): boolean => serves === 'everybody' || (serves === 'rehearsals') === sandbox;

/**
 * The gateways that can take this payment, best first: those that answer before those that do not, and for a Pix those
 * whose shortest validity fits our window. Among equals payments are spread by their id, so that load and a gateway's
 * failure are shared, and every process chooses alike.
 */
export function routesFor(routes: readonly Route[], passenger: Passenger, tried: ReadonlySet<string> = new Set()): string[] {
  const able = routes.filter(({ name, methods, serves }) => mayServe(serves, passenger.sandbox) && methods.includes(passenger.method) && !tried.has(name));
  if (able.length < 2) return able.map(({ name }) => name);
  const turn = Number.parseInt(passenger.paymentId.slice(-6), 16) % able.length;
  const spread = [...able.slice(turn), ...able.slice(0, turn)];
  const fits = (route: Route) => passenger.method === 'card' || route.pixSecondsMin <= passenger.remainingSeconds;
  const ranked = spread.map((route, place) => ({ route, rank: (fits(route) ? 0 : 1_000) + place })).sort((a, b) => a.rank - b.rank);
  // Asked in order and only until one answers yes: a gateway on trial says yes to one payment only.
  const first = ranked.find(({ route }) => route.takesWork());
  return [...(first ? [first] : []), ...ranked.filter((other) => other !== first)].map(({ route }) => route.name);
}
