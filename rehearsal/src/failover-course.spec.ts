import { expect, test } from 'vitest';
import { type Backlog, labelled } from './backlog.ts';
import { failoverCourse, rateBetween } from './failover-course.ts';

const look = (second: number, aurora: number, bonanza: number, breaker = 0, failovers = 0): Backlog => ({
  second, stock: null, messages: null, mails: null, codes: 0, deadlocks: null,
  attempts: { 'aurora captured': aurora, 'aurora not_sent': failovers, 'bonanza captured': bonanza }, breakers: { aurora: breaker, bonanza: 0 }, failovers: failovers === 0 ? {} : { 'aurora bonanza': failovers },
});
const blind: Backlog = { ...look(7, 0, 0), attempts: null, breakers: null, failovers: null };

test('before, while it is gone and after: who captures, how often its breaker was open, and what went on elsewhere', () => {
  const backlog = [look(0, 0, 0), look(3, 300, 300), look(6, 600, 600), blind, look(9, 600, 1_100, 2, 40), look(12, 600, 1_700, 2, 50), look(15, 600, 2_300, 1, 50), look(18, 900, 2_600, 0, 50)];
  expect(failoverCourse({ atSecond: 6, forSeconds: 6 }, backlog)).toEqual([
    { phase: 'before', fromSecond: 0, toSecond: 6, looks: 3, captured: { aurora: 100, bonanza: 100 }, failovers: 0, breakerOpen: { aurora: 0, bonanza: 0 } },
    { phase: 'while it is gone', fromSecond: 6, toSecond: 12, looks: 3, captured: { aurora: 0, bonanza: 1_100 / 6 }, failovers: 50, breakerOpen: { aurora: 2, bonanza: 0 } },
    { phase: 'after', fromSecond: 12, toSecond: 18, looks: 3, captured: { aurora: 50, bonanza: 150 }, failovers: 0, breakerOpen: { aurora: 2, bonanza: 0 } },
  ]);
});

test('where too few looks were taken nothing is said, and nothing where the metrics were not open', () => {
  expect(failoverCourse({ atSecond: 1, forSeconds: 1 }, [look(0, 0, 0), look(30, 90, 90)])).toMatchObject([
    { captured: { aurora: null }, failovers: null, looks: 1 }, { captured: { aurora: null }, looks: 0 }, { captured: { aurora: null }, looks: 1 },
  ]);
  expect(failoverCourse({ atSecond: 1, forSeconds: 1 }, [blind])).toMatchObject([{ looks: 0, captured: {} }, {}, {}]);
  expect(rateBetween(blind, look(9, 1, 1), ({ attempts }) => attempts?.['aurora captured'] ?? null)).toBeNull();
});

test('a metric is read by the labels that are asked for, whatever others it has and wherever they stand', () => {
  const text = ['# TYPE a counter', 'a{gateway="aurora",method="card",state="captured"} 2', 'a{method="pix",gateway="aurora",state="captured"} 3', 'a{gateway="bonanza",method="card",state="unknown"} 1', 'ab{gateway="x",state="y"} 9'].join('\n');
  expect(labelled(text, 'a', ['gateway', 'state'])).toEqual({ 'aurora captured': 5, 'bonanza unknown': 1 });
  expect(labelled(null, 'a', ['gateway'])).toBeNull();
});
