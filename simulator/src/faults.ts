import type { Random } from './random.ts';

export const OPERATIONS = ['charge', 'capture', 'find', 'void', 'refund', 'list', 'script', 'token'] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * What may go wrong with one request, and whether the provider executed it:
 *
 * | not executed | executed | executed otherwise than asked |
 * | --- | --- | --- |
 * | hang_before_commit, reset_before_commit, error_before_commit, in_flight, throttled, unavailable, rejected | commit_then_hang, commit_then_reset, error_after_commit, hang_then_commit (later, whoever still listens) | other_amount, soft_decline, hard_decline, paid_while_cancelled, refund_not_done |
 */
export const FAULT_KINDS = [
  'hang_before_commit',
  'reset_before_commit',
  'error_before_commit',
  'in_flight',
  'throttled',
  'unavailable',
  'rejected',
  'commit_then_hang',
  'commit_then_reset',
  'error_after_commit',
  'hang_then_commit',
  'other_amount',
  'soft_decline',
  'hard_decline',
  'paid_while_cancelled',
  'refund_not_done',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  operation?: Operation;
  method?: 'card' | 'pix';
  token?: string;
  reference?: string;
  purchase?: string;
  /** 1 unless told. */
  probability?: number;
  /** How often it strikes before it is spent; for ever unless told. */
  count?: number;
  /** How long the hanging kinds hang; 60 s unless told. */
  delayMs?: number;
  /** What `other_amount` captures; one cent more than asked unless told. */
  amountCents?: number;
}

export interface Target {
  operation: Operation;
  method?: 'card' | 'pix' | undefined;
  token?: string | undefined;
  reference?: string | undefined;
  purchase?: string | undefined;
}

/** Void and refund have faults of their own; the rest of a fault without an operation is about charges. */
const operationOf = (fault: Fault): Operation =>
  fault.operation ?? (fault.kind === 'paid_while_cancelled' ? 'void' : fault.kind === 'refund_not_done' ? 'refund' : 'charge');

export class Faults {
  private list: Fault[] = [];
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  add(fault: Fault): void {
    this.list.push({ ...fault });
  }

  clear(): void {
    this.list = [];
  }

  get standing(): readonly Fault[] {
    return this.list;
  }

  /** The first fault that fits and strikes; a spent one leaves the list. */
  strike(target: Target): Fault | undefined {
    for (const fault of this.list) {
      if (!fits(fault, target) || !this.random.happens(fault.probability ?? 1)) continue;
      if (fault.count !== undefined && --fault.count <= 0) this.list = this.list.filter((other) => other !== fault);
      return fault;
    }
    return undefined;
  }
}

const fits = (fault: Fault, target: Target): boolean =>
  operationOf(fault) === target.operation &&
  (fault.method === undefined || fault.method === target.method) &&
  (fault.token === undefined || fault.token === target.token) &&
  (fault.reference === undefined || fault.reference === target.reference) &&
  (fault.purchase === undefined || fault.purchase === target.purchase);
