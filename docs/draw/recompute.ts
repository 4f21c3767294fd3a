// Recomputes the draw of a line from what is published about it, with nothing but Node (22.18 or newer).
// Written against docs/domain/line.md and on purpose not against the server's code.
//
//   node recompute.ts https://tickets.example.org 01937d5e-…        asks the public API
//   node recompute.ts draw.json entries-0.json entries-10000.json   reads saved answers
//   … --entry 4711                                                  also tells where this entry stands
//
// Exit code 0: everything matches. 1: something does not. 2: it could not be checked.

import { createHash, createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';

interface DrawAnswer {
  algorithm: string;
  size: number | null;
  entriesHash: string;
  secretHash: string;
  secret?: string;
  publicValueName?: string;
  publicValue?: string;
  seed?: string;
}
interface EntriesPage {
  items: { entry: number; id: string; position?: number | null }[];
  nextCursor?: string;
}

const sha256 = (...parts: (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** The permutation of [0, size) under a seed: ten Feistel rounds, walked until inside. */
function permutation(seed: Buffer, size: number): (entry: number) => number {
  let bits = 4;
  while (4 ** bits < size) bits += 1;
  const half = 2 ** bits;
  const seen = new Map<number, number>();
  const round = (number: number, value: number): number => {
    const key = number * half + value;
    const known = seen.get(key);
    if (known !== undefined) return known;
    const message = Buffer.from([number, value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
    const result = createHmac('sha256', seed).update(message).digest().readUInt32BE(0) % half;
    seen.set(key, result);
    return result;
  };
  const once = (value: number): number => {
    let left = Math.floor(value / half);
    let right = value % half;
    for (let number = 0; number < 10; number += 1) [left, right] = [right, left ^ round(number, right)];
    return left * half + right;
  };
  return (entry) => {
    let position = once(entry);
    while (position >= size) position = once(position);
    return position;
  };
}

async function fromFiles(files: string[]): Promise<{ draw: DrawAnswer; pages: AsyncIterable<EntriesPage> }> {
  const read = async (file: string) => JSON.parse(await readFile(file, 'utf8'));
  const [first, ...rest] = files;
  return {
    draw: await read(first!),
    pages: (async function* () {
      for (const file of rest) yield (await read(file)) as EntriesPage;
    })(),
  };
}

async function fromApi(base: string, eventId: string): Promise<{ draw: DrawAnswer; pages: AsyncIterable<EntriesPage> }> {
  const root = base.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
  const url = `${root}/api/v1/events/${encodeURIComponent(eventId)}/line/draw`;
  const get = async (address: string) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    return answer.json();
  };
  return {
    draw: (await get(url)) as DrawAnswer,
    pages: (async function* () {
      let cursor: string | undefined = '0';
      while (cursor !== undefined) {
        const page = (await get(`${url}/entries?from=${encodeURIComponent(cursor)}`)) as EntriesPage;
        yield page;
        cursor = page.nextCursor;
      }
    })(),
  };
}

async function recompute(draw: DrawAnswer, pages: AsyncIterable<EntriesPage>, wanted: number | null): Promise<boolean> {
  let matches = true;
  const check = (holds: boolean, sentence: string) => {
    matches &&= holds;
    console.log(`${holds ? 'matches      ' : 'DOES NOT MATCH'} ${sentence}`);
  };

  if (draw.algorithm !== 'catraca-draw-1') throw new Error(`this program knows catraca-draw-1, not ${draw.algorithm}`);
  if (draw.secret === undefined || draw.seed === undefined || draw.size === null) {
    throw new Error('the draw has not taken place: its secret is published afterwards');
  }
  if (draw.publicValueName !== undefined) console.log(`public value "${draw.publicValueName}": ${draw.publicValue ?? '(none)'}`);

  const secret = Buffer.from(draw.secret, 'hex');
  check(sha256(secret).toString('hex') === draw.secretHash, 'the secret is the one whose hash was published when the sale was scheduled');

  const ids: string[] = [];
  const told = new Map<number, number>();
  let inOrder = true;
  for await (const page of pages) {
    for (const { entry, id, position } of page.items) {
      if (entry >= draw.size) continue;
      inOrder &&= entry === ids.length;
      ids.push(id);
      if (typeof position === 'number') told.set(entry, position);
    }
  }
  check(inOrder && ids.length === draw.size, `the list has the ${draw.size} drawn entries, numbered without a gap`);
  check(new Set(ids).size === ids.length, 'no entry stands in the list twice');

  let hash: Buffer = Buffer.alloc(32);
  for (const id of ids) hash = sha256(hash, Buffer.from(id.replaceAll('-', ''), 'hex'));
  check(hash.toString('hex') === draw.entriesHash, 'the hash of the list is the published one');

  const seed = sha256(secret, hash, Buffer.from(draw.publicValue ?? '', 'utf8'));
  check(seed.toString('hex') === draw.seed, 'the seed follows from the secret, the list and the public value');

  const positionOf = permutation(seed, draw.size);
  const taken = new Uint8Array(draw.size);
  let differing = 0;
  for (let entry = 0; entry < draw.size; entry += 1) {
    const position = positionOf(entry);
    taken[position]! += 1;
    if (told.has(entry) && told.get(entry) !== position) differing += 1;
  }
  check(taken.every((count) => count === 1), 'every position belongs to exactly one entry');
  check(differing === 0, `the positions told by the server are these (${told.size} told, ${differing} differ)`);

  if (wanted !== null) console.log(`entry ${wanted} stands at position ${wanted < draw.size ? positionOf(wanted) : wanted}`);
  return matches;
}

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  const at = words.indexOf('--entry');
  const wanted = at < 0 ? null : Number(words.splice(at, 2)[1]);
  const [first, second] = words;
  if (first === undefined || second === undefined || Number.isNaN(wanted)) {
    throw new Error('node recompute.ts <API address> <event id> [--entry N]  or  <draw.json> <entries.json>… [--entry N]');
  }
  const { draw, pages } = /^https?:/.test(first) ? await fromApi(first, second) : await fromFiles(words);
  const matches = await recompute(draw, pages, wanted);
  console.log(matches ? 'The draw is what was published.' : 'The draw is NOT what was published.');
  process.exitCode = matches ? 0 : 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});
