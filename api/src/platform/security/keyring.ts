import { Injectable } from '@nestjs/common';
import { hkdfSync } from 'node:crypto';
import { Config } from '../config.js';

/** A derived secret and the id of the configured key it comes from. */
export interface DerivedKey {
  kid: string;
  key: Buffer;
}

/**
 * Every secret of the house is derived from `SIGNING_KEYS`, one per purpose (HKDF-SHA-256, RFC 5869), so there is one
 * thing to keep, share among processes and rotate: put a new key in front, leave the old ones behind it.
 */
@Injectable()
export class Keyring {
  private readonly derived = new Map<string, DerivedKey[]>();

  constructor(private readonly config: Config) {}

  /** 32 bytes for each configured key; the first signs, all verify. */
  keys(purpose: string): [DerivedKey, ...DerivedKey[]] {
    let keys = this.derived.get(purpose);
    if (!keys) {
      keys = this.config.signingKeys.map(({ kid, secret }) => ({ kid, key: Buffer.from(hkdfSync('sha256', secret, 'catraca', purpose, 32)) }));
      this.derived.set(purpose, keys);
    }
    return keys as [DerivedKey, ...DerivedKey[]];
  }
}
