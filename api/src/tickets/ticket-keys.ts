import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

export const seedBytes = 32;

/** The public half of a ticket key as RFC 8037 writes it; doors keep these to check tickets without a network. */
export interface TicketKeyJwk {
  kty: 'OKP';
  crv: 'Ed25519';
  alg: 'EdDSA';
  use: 'sig';
  kid: string;
  x: string;
}

export interface TicketKey {
  /** The first four bytes of the public key's SHA-256, in hex: short enough for a QR code, and tied to the key itself. */
  readonly kid: string;
  readonly publicKey: KeyObject;
}

/**
 * The keys that sign ticket codes. The first one signs, all of them verify: a rotation puts a new key in front,
 * and tickets signed by an older one stay good for as long as it is in the list.
 */
export class TicketKeys {
  readonly signing: TicketKey & { readonly privateKey: KeyObject };
  readonly jwks: readonly TicketKeyJwk[];
  private readonly byKid: ReadonlyMap<string, TicketKey>;

  constructor(seeds: readonly Uint8Array[]) {
    const [first, ...older] = seeds.map(keyFromSeed);
    if (!first) throw new Error('tickets need at least one signing key');
    this.signing = first;
    this.byKid = new Map([first, ...older].map((key) => [key.kid, key]));
    this.jwks = [first, ...older].map(({ kid, publicKey }) => publicJwk(kid, publicKey));
  }

  get kids(): string[] {
    return [...this.byKid.keys()];
  }

  get(kid: string): TicketKey | undefined {
    return this.byKid.get(kid);
  }
}

/** What a door builds from `GET /tickets/keys`. */
export function verifyingKeys(jwks: readonly TicketKeyJwk[]): Map<string, TicketKey> {
  return new Map(
    jwks.map(({ kty, crv, x }) => {
      const publicKey = createPublicKey({ key: { kty, crv, x }, format: 'jwk' });
      const kid = keyId(publicKey);
      return [kid, { kid, publicKey }];
    }),
  );
}

function keyFromSeed(seed: Uint8Array) {
  if (seed.length !== seedBytes) throw new Error(`an Ed25519 seed is ${seedBytes} bytes, not ${seed.length}`);
  const privateKey = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey);
  return { kid: keyId(publicKey), publicKey, privateKey };
}

function keyId(publicKey: KeyObject): string {
  return createHash('sha256').update(rawPublicKey(publicKey)).digest().subarray(0, 4).toString('hex');
}

function publicJwk(kid: string, publicKey: KeyObject): TicketKeyJwk {
  return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid, x: rawPublicKey(publicKey).toString('base64url') };
}

function rawPublicKey(publicKey: KeyObject): Buffer {
  return Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url');
}
