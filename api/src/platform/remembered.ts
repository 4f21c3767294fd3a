// What many ask for within the same second is fetched once. Deadlines are never decided from here.

interface Entry<Value> {
  value: Promise<Value>;
  until: number;
  /** The load is over. */
  known: boolean;
}

// Below this the map is not worth sweeping.
const sweepAt = 1_000;

/** Values remembered for a short time in this process; loads of one key that overlap are one load. */
export class Remembered<Value> {
  private readonly entries = new Map<string, Entry<Value>>();

  constructor(private readonly milliseconds: number) {}

  /** Values by key; `load` is asked once for all that are not remembered, and answers in their order. */
  async all(keys: string[], load: (missing: string[]) => Promise<Value[]>): Promise<Value[]> {
    return this.read(keys, load, () => true);
  }

  /**
   * The same for whoever holds a connection already and loads with it: nobody else's load is waited for, since that one may be
   * waiting for just such a connection.
   */
  async allAlone(keys: string[], load: (missing: string[]) => Promise<Value[]>): Promise<Value[]> {
    return this.read(keys, load, ({ known }) => known);
  }

  private async read(keys: string[], load: (missing: string[]) => Promise<Value[]>, usable: (entry: Entry<Value>) => boolean): Promise<Value[]> {
    const now = performance.now();
    const missing = [...new Set(keys)].filter((key) => {
      const entry = this.entries.get(key);
      return !(entry && entry.until > now && usable(entry));
    });
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
      const entry = { value, until: now + this.milliseconds, known: false };
      this.entries.set(key, entry);
      value.then(
        () => (entry.known = true),
        () => this.entries.get(key) === entry && this.entries.delete(key),
      );
    });
  }
}
