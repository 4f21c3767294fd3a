import { Injectable } from '@nestjs/common';
import { TooManyRequests } from '../errors.js';

// Bounded memory: when more places than this were seen, the oldest are forgotten.
const KEYS_MAX = 100_000;

interface Bucket {
  left: number;
  filledAt: number;
}

/** Token buckets in this process: a limit holds per process, which is enough to keep one place from taking all. */
@Injectable()
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  /** @throws TooManyRequests when `key` was used more than `perMinute` times within a minute. */
  spend(key: string, perMinute: number): void {
    const now = performance.now();
    const bucket = this.buckets.get(key) ?? { left: perMinute, filledAt: now };
    bucket.left = Math.min(perMinute, bucket.left + ((now - bucket.filledAt) / 60_000) * perMinute);
    bucket.filledAt = now;
    // Re-inserted, so that the map's order is the order of use.
    this.buckets.delete(key);
    this.buckets.set(key, bucket);
    if (this.buckets.size > KEYS_MAX) this.buckets.delete(this.buckets.keys().next().value as string);
    if (bucket.left < 1) throw new TooManyRequests({ retryAfterSeconds: Math.ceil(((1 - bucket.left) * 60) / perMinute) });
    bucket.left -= 1;
  }
}
