// What many ask for within the same second is fetched once. Deadlines are never decided from here.

interface Entry<Value> {
  value: Promise<Value>;
  until: number;
}

// Below this the map is not worth sweeping.
const sweepAt = 1_000;

/** Values remembered for a short time in this process; loads of one key that overlap are one load. */
export class Remembered<Value> {
  private readonly entries = new Map<string, Entry<Value>>();

  constructor(private readonly milliseconds: number) {}

  /** Values by key; `load` is asked once for all that are not remembered, and answers in their order. */
  async all(keys: string[], load: (missing: string[]) => Promise<Value[]>): Promise<Value[]> {
    const now = performance.now();
    const missing = [...new Set(keys)].filter((key) => !((this.entries.get(key)?.until ?? 0) > now));
    if (missing.length > 0) this.remember(missing, load(missing), now);
    return Promise.all(keys.map((key) => this.entries.get(key)!.value));
  }

  async one(key: string, load: () => Promise<Value>): Promise<Value> {
    const [value] = await this.all([key], async () => [await load()]);
    return value as Value;
  }

  /** A load that began before and ends after is not remembered either. */
  forget(...keys: string[]): void {
    for (const key of keys) this.entries.delete(key);
  }

  forgetAll(): void {
    this.entries.clear();
  }

  private remember(keys: string[], loading: Promise<Value[]>, now: number): void {
    if (this.entries.size >= sweepAt) {
      for (const [key, entry] of this.entries) if (entry.until <= now) this.entries.delete(key);
    }
    keys.forEach((key, i) => {
      const value = loading.then((values) => values[i] as Value);
      const entry = { value, until: now + this.milliseconds };
      this.entries.set(key, entry);
      value.catch(() => {
        if (this.entries.get(key) === entry) this.entries.delete(key);
      });
    });
  }
}
