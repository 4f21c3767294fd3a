import { expect, test } from 'vitest';
import { Board, retryAfterOf } from './board.ts';

const refusal = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 4\r\ncontent-length: 2';

test('what is accepted, refused with a word when to come again, refused without, and anything else are told apart', () => {
  const board = new Board();
  board.note('join', 10, 201, 'HTTP/1.1 201 Created', true);
  board.note('join', 2, 503, refusal, false, 'platform.overloaded');
  board.note('join', 2, 503, 'HTTP/1.1 503 Service Unavailable', false);
  board.note('join', 5, 409, 'HTTP/1.1 409 Conflict', false, 'line.not_yours');
  board.note('join', 5, 0, '', false, 'the connection was closed');
  const { join, order } = board.fared;
  expect(join).toMatchObject({ asked: 5, accepted: 1, refused: 2, withRetryAfter: 1, reasons: { 'platform.overloaded': 1, 503: 1 }, others: { 'line.not_yours': 1, 'the connection was closed': 1 } });
  // Latencies of one are not those of the other.
  expect([Math.round(join!.acceptedMs.p99), Math.round(join!.refusedMs.p99)]).toEqual([10, 2]);
  expect(join!.firstRefusedSeconds).not.toBeNull();
  expect(order).toBeUndefined();
});

test('Retry-After is read in whole seconds, whatever its letters', () => {
  expect(retryAfterOf(refusal)).toBe(4);
  expect(retryAfterOf('HTTP/1.1 503 Service Unavailable\r\nx-retry-after: 4')).toBeNull();
});
