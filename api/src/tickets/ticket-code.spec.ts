import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase45, toBase45 } from './base45.js';
import { checkTicketCode, makeTicketCode, ticketCodeLength } from './ticket-code.js';
import { type TicketKeyJwk, TicketKeys, verifyingKeys } from './ticket-keys.js';

const eventId = '019aa0c1-7b52-7c3e-9d44-0123456789ab';
const seed = Buffer.alloc(32, 7);
const keys = new TicketKeys([seed]);
const door = verifyingKeys(keys.jwks);

describe('a ticket code', () => {
  test('is checked by a door that has only the public keys', () => {
    const code = makeTicketCode(keys, eventId);
    expect(checkTicketCode(door, code.text)).toEqual({ ok: true, kid: code.kid, eventId, serial: code.serial });
  });

  test('fits the alphanumeric mode of a QR code of version 6 at error correction M', () => {
    const { text } = makeTicketCode(keys, eventId);
    expect(text).toMatch(/^CT1[0-9A-Z $%*+\-./:]{150}$/);
    expect(text).toHaveLength(ticketCodeLength);
    expect(ticketCodeLength).toBeLessThanOrEqual(154);
    expect(text.trim()).toBe(text);
  });

  test('is as the documentation shows it: its example is genuine', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/domain/tickets.md'), 'utf8');
    const [, jwk, text] = /```json\n(.*)\n```[^]*```text\n(.*)\n```/.exec(page)!;
    const checked = checkTicketCode(verifyingKeys([JSON.parse(jwk!) as TicketKeyJwk]), text!);
    expect(checked).toMatchObject({ ok: true, eventId: '019aa000-0000-7000-8000-000000000103' });
    expect(page).toContain(checked.ok ? `serial \`${checked.serial}\`` : 'a genuine example');
  });

  test('never comes twice', () => {
    const serials = Array.from({ length: 5_000 }, () => makeTicketCode(keys, eventId).serial);
    expect(new Set(serials).size).toBe(5_000);
  });

  test('with any one character changed is refused', () => {
    const { text } = makeTicketCode(keys, eventId);
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a\u00e9'), (at, character) => {
        fc.pre(text[at] !== character);
        expect(checkTicketCode(door, text.slice(0, at) + character + text.slice(at + 1)).ok).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('truncated, lengthened or made of anything at all is refused and never throws', () => {
    const { text } = makeTicketCode(keys, eventId);
    fc.assert(fc.property(fc.nat(text.length - 1), (length) => !checkTicketCode(door, text.slice(0, length)).ok));
    fc.assert(fc.property(fc.string({ minLength: 1 }), (more) => !checkTicketCode(door, text + more).ok));
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (anything) => !checkTicketCode(door, anything).ok));
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
    const lookalike = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 150, maxLength: 150 });
    fc.assert(fc.property(lookalike, (body) => !checkTicketCode(door, `CT1${body}`).ok));
  });

  test('whose event was exchanged under a true signature is forged', () => {
    const { text } = makeTicketCode(keys, eventId);
    const bytes = Buffer.from(fromBase45(text.slice(3))!);
    bytes[10]! ^= 1;
    expect(checkTicketCode(door, `CT1${toBase45(bytes)}`)).toEqual({ ok: false, reason: 'forged' });
  });

  test('signed by a key of somebody else is refused, even under the name of ours', () => {
    const stranger = new TicketKeys([randomBytes(32)]);
    const { text } = makeTicketCode(stranger, eventId);
    expect(checkTicketCode(door, text)).toEqual({ ok: false, reason: 'unknown_key' });

    const bytes = Buffer.from(fromBase45(text.slice(3))!);
    bytes.write(keys.signing.kid, 0, 'hex');
    expect(checkTicketCode(door, `CT1${toBase45(bytes)}`)).toEqual({ ok: false, reason: 'forged' });
  });
});

describe('ticket keys', () => {
  test('come from their seed alone', () => {
    expect(new TicketKeys([seed]).jwks).toEqual(keys.jwks);
  });

  test('follow RFC 8032: the first test vector gives its public key', () => {
    const vector = new TicketKeys([Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex')]);
    const publicKey = Buffer.from(vector.jwks[0]!.x, 'base64url').toString('hex');
    expect(publicKey).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  });

  test('rotate without making an older ticket worthless', () => {
    const older = makeTicketCode(keys, eventId);
    const rotated = new TicketKeys([randomBytes(32), seed]);
    const newer = makeTicketCode(rotated, eventId);
    expect(newer.kid).not.toBe(older.kid);
    for (const code of [older, newer]) expect(checkTicketCode(verifyingKeys(rotated.jwks), code.text).ok).toBe(true);
    expect(checkTicketCode(rotated, older.text).ok).toBe(true);
    expect(checkTicketCode(door, newer.text)).toEqual({ ok: false, reason: 'unknown_key' });
  });

  test('show only their public half', () => {
    expect(JSON.stringify(keys.jwks)).not.toContain(seed.toString('base64url'));
    expect(Object.keys(keys.jwks[0]!)).not.toContain('d');
  });
});

test('base45 reads back every pair of bytes, and writes as RFC 9285 does', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 0, maxLength: 200 }), (bytes) => {
    const even = bytes.length % 2 === 0 ? bytes : bytes.subarray(1);
    expect(fromBase45(toBase45(even))).toEqual(Uint8Array.from(even));
  }));
  // From the RFC's own example, section 4.3.
  expect(toBase45(Buffer.from('Hello!'))).toBe('%69 VD92E');
});
