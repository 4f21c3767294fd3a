import { expect, test } from 'vitest';
import { type Route, routesFor } from './routing.js';

const route = (name: string, parts: Partial<Route> = {}): Route => ({ name, methods: ['card', 'pix'], pixSecondsMin: 10, serves: 'buyers', takesWork: () => true, ...parts });
const passenger = (last: number, method: 'card' | 'pix' = 'card') => ({ paymentId: `01a1f932-b8e6-70a1-aa63-404f2b${last.toString(16).padStart(6, '0')}`, method, remainingSeconds: 300, sandbox: false });

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
