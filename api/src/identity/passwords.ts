import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { availableParallelism } from 'node:os';
import { Batcher } from '#platform';
import { normalisePassword } from './account.js';

// argon2id with 19 MiB, two passes, one lane: the first of the equivalent settings in OWASP's Password Storage Cheat Sheet
// (2023). About 6 ms on one core here; a guesser's graphics card is held up by the memory. The library's default algorithm
// (its enum is erased by isolatedModules) is argon2id.
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const STORED_PREFIX = `$argon2id$v=19$m=${parameters.memoryCost},t=${parameters.timeCost},p=${parameters.parallelism}$`;

// Half of the cores at most: however many sign in, the sale keeps the other half (and libuv's pool a free thread).
const CONCURRENCY = Math.max(1, Math.min(2, availableParallelism() >> 1));
// About two seconds' worth of one core; whoever comes then is told to come back in two seconds instead of waiting.
const WAITING_MAX = 300;

/** Hashes and checks passwords, a bounded number at a time and with a bounded queue before it. */
@Injectable()
export class Passwords {
  private readonly worker = new Batcher<() => Promise<string | boolean>, string | boolean>({
    name: 'identity.passwords',
    execute: (works) => Promise.all(works.map((work) => work())),
    sizeMax: 1,
    waitingMax: WAITING_MAX,
    concurrency: CONCURRENCY,
    // Meant to queue: however many sign in, the sale goes on beside it.
    aside: true,
  });
  /** Made at the start, so that the first unknown address does not take longer than others. */
  private readonly nobodys = hash('nobody has this password', parameters);

  /** @throws Overloaded when too many wait already. */
  async hash(password: string): Promise<string> {
    return (await this.worker.submit(() => hash(normalisePassword(password), parameters))) as string;
  }

  /** Takes as long for nobody's password (`stored` null) as for somebody's. @throws Overloaded when too many wait already. */
  async matches(password: string, stored: string | null): Promise<boolean> {
    const against = stored ?? (await this.nobodys);
    const right = (await this.worker.submit(() => verify(against, normalisePassword(password)))) as boolean;
    return right && stored !== null;
  }

  /** Whether it was hashed with parameters of former times and is to be hashed again when its password is at hand. */
  outdated(stored: string): boolean {
    return !stored.startsWith(STORED_PREFIX);
  }
}
