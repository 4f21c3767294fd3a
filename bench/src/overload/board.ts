import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

/** What people ask for on their way, in the order in which a box office under load refuses it: what can wait, joins, and never who was called. */
export const kinds = ['stream', 'map', 'search', 'join', 'serving', 'claim', 'hold', 'order'] as const;
export type Kind = (typeof kinds)[number];
/** Refused nothing, whatever the load (docs/operations.md): the promise to those who were called. */
export const promised: readonly Kind[] = ['serving', 'claim', 'hold', 'order'];

/** How one kind of request fared over a span. */
export interface Fared {
  asked: number;
  accepted: number;
  /** Answered 503 … */
  refused: number;
  /** … with a word when to come again. */
  withRetryAfter: number;
  /** Those refusals by their codes: the load is one reason, a limit of streams another. */
  reasons: Record<string, number>;
  /** Anything else, by what it was. */
  others: Record<string, number>;
  acceptedMs: { p50: number; p99: number };
  refusedMs: { p50: number; p99: number };
  /** Seconds from the span's begin until the first refusal; null without one. */
  firstRefusedSeconds: number | null;
}

interface Row extends Omit<Fared, 'acceptedMs' | 'refusedMs'> {
  accepting: RecordableHistogram;
  refusing: RecordableHistogram;
}

/** Counts what was answered; a request belongs to the span in which it was made. */
export class Board {
  readonly begunMs = performance.now();
  lastRefusedMs: number | null = null;
  readonly #rows = new Map<Kind, Row>();

  /** `latencyMs` counts from when somebody meant to ask; `why` is the code of an answer that was not accepted. */
  note(kind: Kind, latencyMs: number, status: number, head: string, accepted: boolean, why = String(status)): void {
    const row = this.#rows.get(kind) ?? { asked: 0, accepted: 0, refused: 0, withRetryAfter: 0, reasons: {}, others: {}, accepting: createHistogram(), refusing: createHistogram(), firstRefusedSeconds: null };
    this.#rows.set(kind, row);
    row.asked += 1;
    const microseconds = Math.max(1, Math.round(latencyMs * 1_000));
    if (accepted) {
      row.accepted += 1;
      row.accepting.record(microseconds);
    } else if (status === 503) {
      row.refused += 1;
      row.refusing.record(microseconds);
      this.lastRefusedMs = performance.now();
      row.firstRefusedSeconds ??= (this.lastRefusedMs - this.begunMs) / 1_000;
      if (retryAfterOf(head) !== null) row.withRetryAfter += 1;
      row.reasons[why] = (row.reasons[why] ?? 0) + 1;
    } else {
      row.others[why] = (row.others[why] ?? 0) + 1;
    }
  }

  get fared(): Partial<Record<Kind, Fared>> {
    const at = (histogram: RecordableHistogram) => ({ p50: histogram.percentile(50) / 1_000, p99: histogram.percentile(99) / 1_000 });
    return Object.fromEntries(kinds.flatMap((kind) => {
      const row = this.#rows.get(kind);
      if (!row) return [];
      const { accepting, refusing, ...counts } = row;
      return [[kind, { ...counts, acceptedMs: at(accepting), refusedMs: at(refusing) }]];
    }));
  }
}

/** Whole seconds, or null where the answer does not say. */
export function retryAfterOf(head: string): number | null {
  const found = /\r\nretry-after: *(\d+)/i.exec(head);
  return found ? Number(found[1]) : null;
}
