import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOf, mayServe, type Route, routesFor } from './routing.js';

const route = (name: string, parts: Partial<Route> = {}): Route => ({ name, methods: ['card', 'pix'], pixSecondsMin: 10, serves: 'buyers', costs: {}, preference: 0, weight: 1, well: true, takesWork: () => true, ...parts });
const passenger = (last: number, method: 'card' | 'pix' = 'card', amountCents = 10_000) => ({ paymentId: `01a1f932-b8e6-70a1-aa63-404f2b${last.toString(16).padStart(6, '0')}`, method, amountCents, remainingSeconds: 300, sandbox: false });

test('payments are spread over the gateways by their id', () => {
  const firsts = Array.from({ length: 300 }, (_, last) => routesFor([route('a'), route('b'), route('c')], passenger(last))[0]);
  for (const name of ['a', 'b', 'c']) expect(firsts.filter((first) => first === name)).toHaveLength(100);
});

test('a gateway that does not answer comes last, and is still there when there is no other', () => {
  const silent = route('a', { takesWork: () => false });
  expect(routesFor([silent, route('b')], passenger(0))).toEqual(['b', 'a']);
  expect(routesFor([silent], passenger(0))).toEqual(['a']);
});

test('a gateway on trial is asked about one payment only', () => {
  let trials = 1;
  const onTrial = route('a', { takesWork: () => trials-- > 0 });
  expect([0, 2, 4].map((last) => routesFor([onTrial, route('b')], passenger(last))[0])).toEqual(['a', 'b', 'b']);
});

test('a Pix goes where the shortest validity fits our window, if that gateway answers', () => {
  const long = route('a', { pixSecondsMin: 1_800 });
  expect([0, 1, 2, 3].map((last) => routesFor([long, route('b')], passenger(last, 'pix'))[0])).toEqual(['b', 'b', 'b', 'b']);
  expect(routesFor([long, route('b', { takesWork: () => false })], passenger(1, 'pix'))[0]).toBe('a');
});

test('what was tried or cannot do it is left out', () => {
  expect(routesFor([route('a'), route('b', { methods: ['card'] })], passenger(0, 'pix'), new Set(['a']))).toEqual([]);
});

test('a rehearsal is paid at a sandbox only, a real purchase never', () => {
  const gateways = [route('real'), route('sandbox', { serves: 'rehearsals' })];
  const firsts = (sandbox: boolean) => new Set([0, 1, 2, 3].flatMap((last) => routesFor(gateways, { ...passenger(last), sandbox })));
  expect([firsts(true), firsts(false)]).toEqual([new Set(['sandbox']), new Set(['real'])]);
  expect(routesFor([route('real')], { ...passenger(0), sandbox: true })).toEqual([]);
});

test('where all money is play money, every gateway takes both', () => {
  const gateways = [route('a', { serves: 'everybody' }), route('b', { serves: 'everybody' })];
  for (const sandbox of [true, false]) expect(routesFor(gateways, { ...passenger(0), sandbox })).toEqual(['a', 'b']);
});

test('the gateway that costs least for this amount comes first, and the operator may prefer another', () => {
  const share = route('share', { costs: { card: { basisPoints: 100, cents: 0 } } });
  const flat = route('flat', { costs: { card: { basisPoints: 0, cents: 90 } } });
  for (const last of [0, 1]) {
    expect(routesFor([share, flat], passenger(last, 'card', 8_999))).toEqual(['share', 'flat']);
    expect(routesFor([share, flat], passenger(last, 'card', 9_001))).toEqual(['flat', 'share']);
    expect(routesFor([share, { ...flat, preference: 1 }], passenger(last, 'card', 50_000))).toEqual(['share', 'flat']);
  }
  expect(new Set([0, 1].map((last) => routesFor([share, flat], passenger(last, 'pix'))[0]))).toEqual(new Set(['share', 'flat']));
});

test('who has answered badly of late comes after who has not, cheap or not', () => {
  const unwell = route('a', { well: false, preference: 0 });
  for (const last of [0, 1]) expect(routesFor([unwell, route('b', { preference: 1, costs: { card: { basisPoints: 900, cents: 0 } } })], passenger(last))).toEqual(['b', 'a']);
});

test('equals share the payments by their weights', () => {
  const firsts = Array.from({ length: 400 }, (_, last) => routesFor([route('a', { weight: 3 }), route('b')], passenger(last))[0]);
  expect([firsts.filter((first) => first === 'a').length, firsts.filter((first) => first === 'b').length]).toEqual([300, 100]);
});

const price = fc.record({ basisPoints: fc.nat(1_000), cents: fc.nat(200) });
const anyRoute = fc.record({
  methods: fc.subarray(['card', 'pix'] as const),
  pixSecondsMin: fc.constantFrom(10, 1_800),
  serves: fc.constantFrom('buyers', 'rehearsals', 'everybody'),
  costs: fc.record({ card: price, pix: price }, { requiredKeys: [] }),
  preference: fc.nat(2),
  weight: fc.integer({ min: 1, max: 5 }),
  well: fc.boolean(),
  takes: fc.boolean(),
});
const anyPassenger = fc.record({ paymentId: fc.uuid(), method: fc.constantFrom('card', 'pix'), amountCents: fc.integer({ min: 1, max: 1e6 }), remainingSeconds: fc.integer({ min: -5, max: 3_600 }), sandbox: fc.boolean() });

test('whatever the gateways, all that are able are named once, nobody else is, and the first has none better', () => {
  fc.assert(
    fc.property(fc.array(anyRoute, { maxLength: 6 }), anyPassenger, (drafts, wanted) => {
      const routes: Route[] = drafts.map(({ takes, ...draft }, at) => ({ ...draft, name: `g${at}`, takesWork: () => takes }));
      const able = routes.filter(({ methods, serves }) => methods.includes(wanted.method) && mayServe(serves, wanted.sandbox));
      const named = routesFor(routes, wanted);
      expect(named.toSorted()).toEqual(able.map(({ name }) => name));
      expect(routesFor(routes, wanted)).toEqual(named);
      const first = able.find(({ name }) => name === named[0]);
      if (!first) return;
      const fits = ({ pixSecondsMin }: Route) => wanted.method === 'card' || pixSecondsMin <= wanted.remainingSeconds;
      // The rule in words, once more and otherwise: nobody is better at the first point in which they differ.
      const points: ((one: Route) => number)[] = [(one) => +!one.takesWork(), (one) => +!one.well, (one) => +!fits(one), ({ preference }) => preference, (one) => costOf(one, wanted)];
      for (const other of able) {
        const point = points.find((each) => each(first) !== each(other));
        if (point) expect(point(first)).toBeLessThan(point(other));
      }
    }),
  );
});

test('whatever their weights, equals get their exact shares', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }), (weights) => {
      const routes = weights.map((weight, at) => route(`g${at}`, { weight }));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const firsts = Array.from({ length: total * 4 }, (_, last) => routesFor(routes, passenger(last))[0]);
      expect(routes.map(({ name }) => firsts.filter((first) => first === name).length)).toEqual(weights.map((weight) => weight * 4));
    }),
  );
});
