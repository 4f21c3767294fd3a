/** Soon, since the answer may change at once, then twice as long each time up to this; a call lasts minutes. */
const firstMs = 2_000;
const mostMs = 10_000;
/** Whoever waited longer for an answer could sleep through a call. */
const patienceMs = 60_000;

/** When a question that only the box office can answer, and few people have, is due again. */
export class Asking {
  #asked = 0;
  #dueAt = 0;

  get isDue(): boolean {
    return performance.now() >= this.#dueAt;
  }

  get isNew(): boolean {
    return this.#asked === 0;
  }

  /** Nothing new was heard; a box office that is busy may have said how long it asks for patience. */
  rest(retryAfterMs = 0): void {
    this.#dueAt = performance.now() + Math.max(Math.min(patienceMs, retryAfterMs), Math.min(mostMs, firstMs * 2 ** this.#asked));
    this.#asked += 1;
  }

  /** Something has changed, so the next question is due at once. */
  begin(): void {
    this.#asked = 0;
    this.#dueAt = 0;
  }
}
