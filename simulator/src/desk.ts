import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from './clock.ts';
import type { Fault, Faults, Target } from './faults.ts';
import type { Answer, IdempotencyStore } from './idempotency.ts';
import type { Occurrence } from './provider.ts';
import type { Random } from './random.ts';

/** The words in which a provider refuses; each has its own. */
export interface Phrases {
  keyReused: Answer;
  keyInFlight: Answer;
  broken: Answer;
  inFlight: Answer;
  throttled: Answer;
  unavailable: Answer;
  rejected: Answer;
}

export interface Call {
  target: Target;
  idempotency?: { key: string; fingerprint: string } | undefined;
  /** What is there, listed and told of, before anything is decided; `run` is given it. */
  open?: (fault: Fault | undefined) => Occurrence;
  run: (fault: Fault | undefined, opened: Occurrence | undefined) => { answer: Answer; occurrence?: Occurrence };
}

export interface Latency {
  meanMs: number;
  jitterMs: number;
}

const HANG_MS = 60_000;

/**
 * Where every request is answered: under its idempotency key, after the latency, with whatever fault strikes.
 * A key is claimed before the first wait, so that two requests with one key never both run.
 */
export class Desk {
  latency: Latency = { meanMs: 0, jitterMs: 0 };
  /** Tells the merchant of what a request did. `delivered` says whether its answer went out. */
  happened: (occurrence: Occurrence, delivered: boolean) => void = () => {};
  slowMs = 3_000;
  /** Requests that hang while their client still waits. */
  hanging = 0;
  private readonly phrases: Phrases;
  private readonly keys: IdempotencyStore;
  private readonly faults: Faults;
  private readonly random: Random;
  private readonly clock: Clock;
  private readonly slowCardsWait: boolean;
  private readonly keepsErrors: boolean;

  constructor(parts: { phrases: Phrases; keys: IdempotencyStore; faults: Faults; random: Random; clock: Clock; slowCardsWait: boolean; keepsErrors: boolean }) {
    this.phrases = parts.phrases;
    this.keys = parts.keys;
    this.faults = parts.faults;
    this.random = parts.random;
    this.clock = parts.clock;
    this.slowCardsWait = parts.slowCardsWait;
    this.keepsErrors = parts.keepsErrors;
  }

  // No reply is returned from here: it is thenable, and awaiting one waits for the answer to leave.
  async serve(request: FastifyRequest, reply: FastifyReply, call: Call): Promise<void> {
    const { idempotency } = call;
    if (idempotency) {
      const claim = this.keys.claim(idempotency.key, idempotency.fingerprint);
      if (claim.kind === 'other_parameters') return send(reply, this.phrases.keyReused);
      if (claim.kind === 'in_flight') return send(reply, this.phrases.keyInFlight);
      if (claim.kind === 'replay') return send(reply.header('idempotent-replayed', 'true'), claim.answer);
    }
    const fault = this.faults.strike(call.target) ?? faultOfToken(call.target);
    if (this.latency.meanMs > 0) {
      await pause(Math.max(0, this.random.between(this.latency.meanMs - this.latency.jitterMs, this.latency.meanMs + this.latency.jitterMs)));
    }
    if (await this.refuse(request, reply, fault)) {
      if (idempotency && fault?.kind === 'error_before_commit' && this.keepsErrors) this.keys.answered(idempotency.key, this.phrases.broken);
      else if (idempotency) this.keys.release(idempotency.key);
      return;
    }
    const opened = call.open?.(fault);
    if (opened) this.happened(opened, false);
    if (this.slowCardsWait && call.target.token === 'tok_slow') await this.hang(this.slowMs, request, 'goes on');
    await this.execute(request, reply, call, fault, opened);
  }

  /** The faults that come before the commit; true where the request ends here. */
  private async refuse(request: FastifyRequest, reply: FastifyReply, fault: Fault | undefined): Promise<boolean> {
    switch (fault?.kind) {
      case 'hang_before_commit':
        await this.hang(fault.delayMs ?? HANG_MS, request, 'ends');
        vanish(request, reply);
        return true;
      case 'hang_then_commit':
        await this.hang(fault.delayMs ?? HANG_MS, request, 'goes on');
        return false;
      case 'reset_before_commit':
        vanish(request, reply);
        return true;
      case 'error_before_commit':
        send(reply, this.phrases.broken);
        return true;
      case 'in_flight':
        send(reply, this.phrases.inFlight);
        return true;
      case 'throttled':
        send(reply.header('retry-after', '1'), this.phrases.throttled);
        return true;
      case 'unavailable':
        send(reply.header('retry-after', '1'), this.phrases.unavailable);
        return true;
      case 'rejected':
        send(reply, this.phrases.rejected);
        return true;
      default:
        return false;
    }
  }

  private async execute(request: FastifyRequest, reply: FastifyReply, call: Call, fault: Fault | undefined, opened: Occurrence | undefined): Promise<void> {
    const { answer, occurrence } = call.run(fault, opened);
    const lost = fault?.kind === 'commit_then_hang' || fault?.kind === 'commit_then_reset' || fault?.kind === 'error_after_commit';
    const delivered = !lost && !request.raw.socket.destroyed;
    const told = fault?.kind === 'error_after_commit' ? this.phrases.broken : answer;
    if (call.idempotency) this.keys.answered(call.idempotency.key, told);
    if (occurrence) this.happened(occurrence, delivered);
    if (fault?.kind === 'commit_then_hang') await this.hang(fault.delayMs ?? HANG_MS, request, 'ends');
    if (fault?.kind === 'commit_then_hang' || fault?.kind === 'commit_then_reset') vanish(request, reply);
    else send(reply, told);
  }

  /** Hangs by the provider's clock, so that whoever moves it moves what hangs as well. Left by its client it ends or goes on alone. */
  private hang(ms: number, request: FastifyRequest, abandoned: 'ends' | 'goes on'): Promise<void> {
    const { socket } = request.raw;
    this.hanging++;
    return new Promise((resolve) => {
      let left = false;
      const leave = (): void => {
        if (left) return;
        left = true;
        this.hanging--;
        socket.off('close', gone);
      };
      const end = (): void => {
        leave();
        resolve();
      };
      const gone = (): void => (abandoned === 'ends' ? end() : leave());
      socket.once('close', gone);
      if (socket.destroyed) gone();
      this.clock.in(ms, end);
    });
  }
}

/** Two of the sandbox's cards carry their fault with them. */
const faultOfToken = (target: Target): Fault | undefined => {
  if (target.token === 'tok_timeout') return { kind: 'commit_then_hang' };
  if (target.token === 'tok_error') return { kind: 'error_after_commit' };
  return undefined;
};

const send = (reply: FastifyReply, answer: Answer): void =>
  void reply.code(answer.status).type(answer.type ?? 'application/json; charset=utf-8').send(answer.type ? answer.body : JSON.stringify(answer.body));

/** The connection breaks without an answer. */
const vanish = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.hijack();
  request.raw.socket.destroy();
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
