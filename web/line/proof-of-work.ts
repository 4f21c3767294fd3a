import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

/** The answer of `GET /events/{id}/line/challenge`, as far as solving it takes; the rest travels back untouched. */
export interface Challenge {
  parameters: { algorithm: string; nonce: string; salt: string; cost: number; keyPrefix: string };
}

/** 65,536 tries are the average; after so many the chance of having missed is one in a billion times a billion. */
const triesMax = 3_000_000;

/**
 * The solution as the box office takes it (ALTCHA's second version: base64 of JSON), found by trying: a counter whose hash begins with the
 * wanted digits. @throws Error when the challenge asks for something else than SHA-256
 */
export function solve(challenge: Challenge): string {
  const { algorithm, nonce, salt, cost, keyPrefix } = challenge.parameters;
  if (algorithm !== 'SHA-256') throw new Error(`cannot solve a challenge of ${algorithm}`);
  const text = concat(hexToBytes(salt), hexToBytes(nonce), new Uint8Array(4));
  const view = new DataView(text.buffer, text.length - 4);
  for (let counter = 0; counter < triesMax; counter++) {
    view.setUint32(0, counter);
    let key = sha256(text);
    for (let repeat = 1; repeat < cost; repeat++) key = sha256(key);
    if (!beginsWith(key, keyPrefix)) continue;
    return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey: bytesToHex(key) } }));
  }
  throw new Error('the challenge has no solution');
}

/** The first bytes are looked at before anything is turned into text: nearly every try ends here. */
function beginsWith(key: Uint8Array, prefix: string): boolean {
  const bytes = Math.floor(prefix.length / 2);
  for (let index = 0; index < bytes; index++) if (key[index] !== Number.parseInt(prefix.slice(index * 2, index * 2 + 2), 16)) return false;
  return bytesToHex(key.subarray(0, bytes + 1)).startsWith(prefix);
}

function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
