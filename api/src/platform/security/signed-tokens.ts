import { Injectable } from '@nestjs/common';
import { createSigner, createVerifier } from 'fast-jwt';
import { TokenRefused } from '../errors.js';
import { Keyring } from './keyring.js';

type Claims = Record<string, unknown>;

interface Purpose {
  sign: (claims: Claims) => string;
  verify: Map<string, (token: string) => Claims>;
}

// Longer than any token of ours; what is longer is refused before it is parsed.
const LENGTH_MAX = 2_048;

/** Short tokens that only this box office reads back: JWT with HS256 and a key id, one derived key per purpose. */
@Injectable()
export class SignedTokens {
  private readonly purposes = new Map<string, Purpose>();

  constructor(private readonly keyring: Keyring) {}

  /** `expiresAt` ends the token; without it the token lives as long as its key. */
  sign(purpose: string, claims: Claims, expiresAt?: Date): string {
    return this.of(purpose).sign(expiresAt ? { ...claims, exp: Math.floor(expiresAt.getTime() / 1_000) } : claims);
  }

  /** @throws TokenRefused when it is altered, expired, for another purpose or signed with an unknown key. */
  verify<Expected extends object>(purpose: string, token: string): Expected {
    try {
      if (token.length > LENGTH_MAX) throw new Error('too long');
      const header = JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url').toString()) as { kid?: string };
      const verify = this.of(purpose).verify.get(header.kid ?? '');
      if (!verify) throw new Error('unknown key');
      return verify(token) as Expected;
    } catch {
      throw new TokenRefused({ purpose });
    }
  }

  private of(name: string): Purpose {
    let purpose = this.purposes.get(name);
    if (!purpose) {
      const keys = this.keyring.keys(`token.${name}`);
      const [{ kid, key }] = keys;
      purpose = {
        sign: createSigner({ key, kid, algorithm: 'HS256', noTimestamp: true }),
        verify: new Map(keys.map((each) => [each.kid, createVerifier({ key: each.key, algorithms: ['HS256'], cache: 10_000 }) as (token: string) => Claims])),
      };
      this.purposes.set(name, purpose);
    }
    return purpose;
  }
}
