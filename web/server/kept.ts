/**
 * What was worked out once per key, least lately used first to go; at most so many bytes of it. Who asks while it is being worked out
 * waits for the same work. What failed is not kept.
 */
export class Kept<Value> {
  private readonly values = new Map<string, { value: Promise<Value>; bytes: number }>();
  private readonly bytesMax: number;
  private readonly sizeOf: (value: Value) => number;
  private bytes = 0;

  constructor(bytesMax: number, sizeOf: (value: Value) => number) {
    this.bytesMax = bytesMax;
    this.sizeOf = sizeOf;
  }

  get(key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.values.get(key);
    if (known !== undefined) {
      this.values.delete(key);
      this.values.set(key, known);
      return known.value;
    }
    const entry = { value: make(), bytes: 0 };
    this.values.set(key, entry);
    entry.value.then(
      (value) => this.weigh(key, entry, this.sizeOf(value)),
      () => this.drop(key, entry),
    );
    return entry.value;
  }

  private weigh(key: string, entry: { value: Promise<Value>; bytes: number }, bytes: number): void {
    if (this.values.get(key) !== entry) return;
    entry.bytes = bytes;
    this.bytes += bytes;
    for (const [oldest, old] of this.values) {
      if (this.bytes <= this.bytesMax) return;
      this.drop(oldest, old);
    }
  }

  private drop(key: string, entry: { value: Promise<Value>; bytes: number }): void {
    if (this.values.get(key) !== entry) return;
    this.values.delete(key);
    this.bytes -= entry.bytes;
  }
}
