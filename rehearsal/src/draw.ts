import { createHmac } from 'node:crypto';

/** `catraca-draw-1` as docs/domain/line.md publishes it and as a fan's device computes it: a position from an entry number, and nobody is asked. */
export function positions(seed: Buffer, size: number): (entry: number) => number {
  let bits = 4;
  while (4 ** bits < size) bits += 1;
  const half = 2 ** bits;
  // Ten rounds of 2ᵇ values are few; the HMAC of each is made once.
  const rounds = Array.from({ length: 10 }, () => new Map<number, number>());
  const mix = (round: number, value: number): number => {
    const known = rounds[round]!.get(value);
    if (known !== undefined) return known;
    const message = Buffer.alloc(5);
    message.writeUInt8(round);
    message.writeUInt32BE(value, 1);
    const mixed = createHmac('sha256', seed).update(message).digest().readUInt32BE() % half;
    rounds[round]!.set(value, mixed);
    return mixed;
  };
  const pass = (value: number): number => {
    let [left, right] = [Math.floor(value / half), value % half];
    for (let round = 0; round < rounds.length; round += 1) [left, right] = [right, left ^ mix(round, right)];
    return left * half + right;
  };
  return (entry) => {
    if (entry >= size) return entry;
    let position = pass(entry);
    while (position >= size) position = pass(position);
    return position;
  };
}
