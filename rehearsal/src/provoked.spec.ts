import { expect, test } from 'vitest';
import { Figures } from './figures.ts';
import type { Answer, Line } from './transport.ts';
import { Troubles, Visitor } from './visitor.ts';

/** A line on which every answer is this one. */
const answering = (status: number, body: object): Line => ({
  slow: false,
  send: () => Promise.resolve<Answer>({ status, headers: { 'content-type': 'application/problem+json' }, bytes: Buffer.from(JSON.stringify(body)) }),
  close: () => Promise.resolve(),
});

async function met(step: 'claim' | 'hold' | 'tickets', status: number, body: object, provokes = false) {
  const [figures, troubles] = [new Figures(), new Troubles()];
  await new Visitor(answering(status, body), 'token', figures, troubles, provokes).once(step, { method: 'GET', path: '/' });
  return { troubles: troubles.list().map(({ what }) => what), shed: figures.shed };
}

test('a refusal that a fan brings about is none of anybody’s trouble, any other is', async () => {
  expect((await met('claim', 425, { code: 'line.not_yet' })).troubles).toEqual([]);
  expect((await met('claim', 401, { code: 'platform.not_signed_in' })).troubles).toEqual(['claim: 401 platform.not_signed_in']);
  expect((await met('hold', 410, { code: 'line.not_yet' })).troubles).toEqual(['hold: 410 line.not_yet']);
  expect((await met('tickets', 404, {})).troubles).toEqual(['tickets: 404 without a code']);
});

test('a bot is refused for good reasons, and an error of the box office is one whoever meets it', async () => {
  expect((await met('claim', 403, { code: 'line.not_yours' }, true)).troubles).toEqual([]);
  expect((await met('claim', 500, { code: 'platform.internal' }, true)).troubles).toEqual(['claim: 500 platform.internal']);
});

test('who is told to come again is counted by the step, bots not', async () => {
  expect((await met('hold', 503, { code: 'platform.overloaded' })).shed).toEqual([{ step: 'hold', code: 'platform.overloaded', count: 1 }]);
  expect((await met('hold', 503, {}, true)).shed).toEqual([]);
});
