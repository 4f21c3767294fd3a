/** A seeded generator (sfc32), so that a run with the same seed and the same requests misbehaves in the same way. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: string) {
    // FNV-1a spreads any text over the three words of state; the first rounds below mix them.
    let hash = 0x811c9dc5;
    const word = (): number => {
      for (const character of seed + hash.toString(36)) {
        hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
      }
      return hash | 0;
    };
    this.a = word();
    this.b = word();
    this.c = word();
    for (let round = 0; round < 12; round++) this.word();
  }

  /** 32 random bits as an unsigned integer. */
  word(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return sum >>> 0;
  }

  /** Uniform in [0, 1). */
  fraction(): number {
    return this.word() / 0x1_0000_0000;
  }

  happens(probability: number): boolean {
    return probability >= 1 || (probability > 0 && this.fraction() < probability);
  }

  between(low: number, high: number): number {
    return low + this.fraction() * (high - low);
  }

  text(length: number, alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'): string {
    let text = '';
    for (let index = 0; index < length; index++) text += alphabet[this.word() % alphabet.length];
    return text;
  }
}
