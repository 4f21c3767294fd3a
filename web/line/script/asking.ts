/** Soon, since the answer may change at once, then twice as long each time up to this; a call lasts minutes. */
const firstMs = 2_000;
const mostMs = 10_000;

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

  /** Nothing new was heard. */
  rest(): void {
    this.#dueAt = performance.now() + Math.min(mostMs, firstMs * 2 ** this.#asked);
    this.#asked += 1;
  }

  /** Something has changed, so the next question is due at once. */
  begin(): void {
    this.#asked = 0;
    this.#dueAt = 0;
  }
}
