import type { Clock } from './clock.ts';

export interface Answer {
  status: number;
  body: unknown;
  /** Of a file for a page; everything else is JSON. */
  type?: string;
}

interface Entry {
  fingerprint: string;
  expiresAt: number;
  answer: Answer | undefined;
}

export type Claim = { kind: 'new' } | { kind: 'replay'; answer: Answer } | { kind: 'in_flight' } | { kind: 'other_parameters' };

/**
 * What a provider remembers of the keys it was given: the same key with the same parameters gets the first
 * answer again (an error as well), with others it is refused, and after `keepMs` it is forgotten.
 */
export class IdempotencyStore {
  private readonly entries = new Map<string, Entry>();
  private readonly clock: Clock;
  private readonly keepMs: number;
  private readonly entriesMax: number;

  constructor(clock: Clock, keepMs: number, entriesMax: number) {
    this.clock = clock;
    this.keepMs = keepMs;
    this.entriesMax = entriesMax;
  }

  claim(key: string, fingerprint: string): Claim {
    const now = this.clock.now();
    const entry = this.entries.get(key);
    if (entry && entry.expiresAt > now) {
      if (entry.fingerprint !== fingerprint) return { kind: 'other_parameters' };
      return entry.answer ? { kind: 'replay', answer: entry.answer } : { kind: 'in_flight' };
    }
    this.entries.delete(key);
    this.entries.set(key, { fingerprint, expiresAt: now + this.keepMs, answer: undefined });
    if (this.entries.size > this.entriesMax) this.forgetOldest();
    return { kind: 'new' };
  }

  answered(key: string, answer: Answer): void {
    const entry = this.entries.get(key);
    if (entry) entry.answer = answer;
  }

  /** Nothing was executed under this key: it may be used again. */
  release(key: string): void {
    if (!this.entries.get(key)?.answer) this.entries.delete(key);
  }

  private forgetOldest(): void {
    for (const key of this.entries.keys()) {
      this.entries.delete(key);
      return;
    }
  }
}
