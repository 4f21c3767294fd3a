// What many ask for within the same second is fetched once. Deadlines are never decided from here.

interface Entry<Value> {
  value: Promise<Value>;
  until: number;
  /** The load is over. */
  known: boolean;
}

// Keys may be anybody's words: so many are more than a box office has, and little memory.
const entriesMax = 10_000;

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
    const values = new Map<string, Promise<Value>>();
    for (const key of keys) {
      const entry = this.entries.get(key);
      if (entry && entry.until > now && usable(entry)) values.set(key, entry.value);
    }
    const missing = [...new Set(keys)].filter((key) => !values.has(key));
    if (missing.length > 0) this.remember(missing, load(missing), now).forEach((value, i) => values.set(missing[i] as string, value));
    return Promise.all(keys.map((key) => values.get(key) as Promise<Value>));
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

  private remember(keys: string[], loading: Promise<Value[]>, now: number): Promise<Value>[] {
    this.makeRoom(now);
    return keys.map((key, i) => {
      const value = loading.then((values) => values[i] as Value);
      const entry = { value, until: now + this.milliseconds, known: false };
      // Behind all others, so that those which end first are met first.
      this.entries.delete(key);
      this.entries.set(key, entry);
      value.then(
        () => (entry.known = true),
        () => this.entries.get(key) === entry && this.entries.delete(key),
      );
      return value;
    });
  }

  private makeRoom(now: number): void {
    for (const [key, { until }] of this.entries) {
      if (until > now && this.entries.size < entriesMax) return;
      this.entries.delete(key);
    }
  }
}
