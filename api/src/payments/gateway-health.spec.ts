import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GatewayHealth } from './gateway-health.js';

const calls = (health: GatewayHealth, count: number, { answered = true, tookMs = 300, at = 0 } = {}) => {
  for (let call = 0; call < count; call++) health.heard(answered, tookMs, at);
  return health.condition(at);
};

describe('a gateway', () => {
  test('is well until it has shown otherwise', () => expect(new GatewayHealth().condition(5)).toMatchObject({ answered: 1, well: true }));

  test('is not unwell for one bad call in a row of good ones', () => {
    const health = new GatewayHealth();
    for (let round = 0; round < 20; round++) {
      calls(health, 9);
      expect(calls(health, 1, { answered: false }).well).toBe(true);
    }
  });

  test('is unwell when calls get no answer, or only after seconds', () => {
    expect(calls(new GatewayHealth(), 8, { answered: false }).well).toBe(false);
    expect(calls(new GatewayHealth(), 60, { tookMs: 5_000 }).well).toBe(false);
    expect(calls(new GatewayHealth(), 60, { tookMs: 1_400 }).well).toBe(true);
  });

  test('is well again once it answers, or after a while of not being asked', () => {
    const health = new GatewayHealth();
    calls(health, 30, { answered: false });
    expect(calls(health, 60).well).toBe(true);
    expect(calls(health, 30, { answered: false }).well).toBe(false);
    expect(health.condition(60_000).well).toBe(true);
    // Forgiven is not proven: a few more failures suffice.
    expect(calls(health, 8, { answered: false, at: 60_000 }).well).toBe(false);
  });

  test('never leaves its bounds, whatever comes', () => {
    const call = fc.record({ answered: fc.boolean(), tookMs: fc.nat(20_000), afterMs: fc.nat(5_000) });
    fc.assert(
      fc.property(fc.array(call, { maxLength: 200 }), (history) => {
        const health = new GatewayHealth();
        let now = 0;
        for (const { answered, tookMs, afterMs } of history) {
          health.heard(answered, tookMs, (now += afterMs));
          const condition = health.condition(now);
          expect(condition.answered).toBeGreaterThanOrEqual(0);
          expect(condition.answered).toBeLessThanOrEqual(1);
          expect(condition.latencyMs).toBeLessThanOrEqual(20_000);
        }
        expect(health.condition(now + 600_000).well).toBe(true);
      }),
    );
  });
});
