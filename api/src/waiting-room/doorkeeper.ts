import { Injectable } from '@nestjs/common';
import { type Challenge, createChallenge, type Payload, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import { isIPv6 } from 'node:net';
import type { SaleTerms } from '#catalog';
import { Config, Keyring, NotSignedIn, type Principal, RateLimit } from '#platform';
import { ChallengeUnsolved, VerifiedAccountRequired } from './waiting-room.errors.js';

/** Four hexadecimal zeros take 65,536 hashes on average: a second or two on a telephone, a nuisance for a thousand of them. */
const keyPrefix = '0000';
/** Long enough to be solved before the opening rush and used in it. */
const challengeMinutes = 20;

export interface Visitor {
  deviceId: string;
  principal: Principal | null;
  address: string;
}

/** Whom the line takes in: what an event asks of everybody, and how many one address may bring. */
@Injectable()
export class Doorkeeper {
  constructor(
    private readonly config: Config,
    private readonly limits: RateLimit,
    private readonly keyring: Keyring,
  ) {}

  /** @throws TooManyRequests, NotSignedIn, VerifiedAccountRequired, ChallengeUnsolved */
  async admit(terms: SaleTerms, visitor: Visitor, solution: string | undefined): Promise<void> {
    // A rehearsal's crowd comes from one machine.
    const rehearses = terms.rehearsal && visitor.principal?.rehearsalEventId === terms.eventId;
    if (!rehearses) this.limits.spend(`line.join ${addressBlock(visitor.address)}`, this.config.joinsPerAddressPerMinute);
    if (terms.verifiedAccountRequired) {
      if (!visitor.principal) throw new NotSignedIn();
      if (!visitor.principal.verified) throw new VerifiedAccountRequired();
    }
    if (terms.challengeRequired && !(await this.#isSolved(terms.eventId, visitor.deviceId, solution))) throw new ChallengeUnsolved();
  }

  /** A proof of work for this device and event; solving it twice brings nothing, since the device has its place. */
  challenge(eventId: string, deviceId: string): Promise<Challenge> {
    const [{ key }] = this.keyring.keys('line.challenge');
    return createChallenge({
      algorithm: 'SHA-256',
      cost: 1,
      keyPrefix,
      deriveKey,
      data: { eventId, deviceId },
      expiresAt: new Date(Date.now() + challengeMinutes * 60_000),
      hmacSignatureSecret: key.toString('hex'),
    });
  }

  async #isSolved(eventId: string, deviceId: string, text: string | undefined): Promise<boolean> {
    if (text === undefined) return false;
    try {
      const { challenge, solution } = JSON.parse(Buffer.from(text, 'base64').toString()) as Payload;
      const { data } = challenge.parameters;
      if (data?.['eventId'] !== eventId || data['deviceId'] !== deviceId || challenge.parameters.expiresAt === undefined) return false;
      for (const { key } of this.keyring.keys('line.challenge')) {
        const { verified } = await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret: key.toString('hex') });
        if (verified) return true;
      }
      return false;
    } catch {
      // Whatever cannot be read is not solved.
      return false;
    }
  }
}

/** An IPv4 address, or the /64 that an IPv6 household has to itself. */
export function addressBlock(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  const all = [...groups, ...Array.from({ length: missing }, () => '0')];
  return `${all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
