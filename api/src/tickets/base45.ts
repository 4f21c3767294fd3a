/**
 * Base45 (RFC 9285): two bytes in three characters of the QR code's alphanumeric mode, which packs them in
 * 16.5 bits. Base64 in byte mode would need 21.3 bits for the same two bytes, so a denser, harder to scan QR code.
 */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const values = new Map([...alphabet].map((character, value) => [character, value]));

/** Only whole pairs of bytes are ever written here; an odd last byte would be a mistake of the caller. */
export function toBase45(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const pair = bytes[at]! * 256 + bytes[at + 1]!;
    text += alphabet[pair % 45]! + alphabet[Math.floor(pair / 45) % 45]! + alphabet[Math.floor(pair / 2025)]!;
  }
  return text;
}

/** The bytes, or null for anything that `toBase45` would not have written: every value has one spelling. */
export function fromBase45(text: string): Uint8Array | null {
  if (text.length % 3 !== 0) return null;
  const bytes = new Uint8Array((text.length / 3) * 2);
  for (let at = 0; at < text.length; at += 3) {
    const [low, middle, high] = [values.get(text[at]!), values.get(text[at + 1]!), values.get(text[at + 2]!)];
    if (low === undefined || middle === undefined || high === undefined) return null;
    const pair = low + middle * 45 + high * 2025;
    if (pair > 0xffff) return null;
    bytes[(at / 3) * 2] = pair >> 8;
    bytes[(at / 3) * 2 + 1] = pair & 0xff;
  }
  return bytes;
}
