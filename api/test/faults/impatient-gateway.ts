import { GatewaySilent, type PaymentGateway } from '../../src/payments/payment-gateway.js';
import type { VirtualTime } from './virtual-time.js';

/** As long as an adapter waits for an answer, by the run's clock instead of the machine's. */
const PATIENCE_SECONDS = 6;

const tooLate: Record<string, object> = {
  charge: { kind: 'unknown', reason: 'no answer in time' },
  capture: { kind: 'unknown', reason: 'no answer in time' },
  refund: { kind: 'unknown', reason: 'no answer in time' },
  findRefund: { kind: 'unknown', reason: 'no answer in time' },
  find: { kind: 'unreachable', reason: 'no answer in time' },
  void: { kind: 'unreachable', reason: 'no answer in time' },
  news: new GatewaySilent('no answer in time'),
};

/** The same gateway, whose calls end without an answer once their time is over, and are counted. */
export function impatient(gateway: PaymentGateway, time: VirtualTime, calls: { open: number; givenUp: number }): PaymentGateway {
  return new Proxy(gateway, {
    get(target, name) {
      const member = Reflect.get(target, name, target) as unknown;
      if (typeof member !== 'function') return member;
      const answerTooLate = tooLate[String(name)];
      const call = member.bind(target) as (...given: unknown[]) => Promise<object>;
      return answerTooLate ? (...given: unknown[]) => counted(call(...given), time, calls, answerTooLate) : call;
    },
  });
}

async function counted(call: Promise<object>, time: VirtualTime, calls: { open: number; givenUp: number }, answerTooLate: object): Promise<object> {
  calls.open += 1;
  let givenUp = false;
  const ended = call.finally(() => {
    calls.open -= 1;
    if (givenUp) calls.givenUp -= 1;
  });
  ended.catch(() => {});
  const answer = await time.patiently(ended, PATIENCE_SECONDS, answerTooLate);
  if (answer === answerTooLate) {
    givenUp = true;
    calls.givenUp += 1;
  }
  if (answer instanceof Error) throw answer;
  return answer;
}
