import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainEntries, Draw, drawAlgorithm, drawSeed, noEntriesHash, secretHash } from './draw.js';

const program = join(import.meta.dirname, '../../../docs/draw/recompute.ts');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'draw-'));
});
afterAll(() => rm(folder, { recursive: true }));

function newDraw(size: number) {
  const secret = randomBytes(32);
  const ids = Array.from({ length: size }, () => randomUUID());
  const entriesHash = chainEntries(noEntriesHash(), ids);
  const seed = drawSeed(secret, entriesHash, '7 13 21');
  const draw = new Draw(seed, size);
  return {
    draw: {
      algorithm: drawAlgorithm,
      size,
      entriesHash: entriesHash.toString('hex'),
      secretHash: secretHash(secret).toString('hex'),
      secret: secret.toString('hex'),
      publicValueName: 'a lottery',
      publicValue: '7 13 21',
      seed: seed.toString('hex'),
    },
    items: ids.map((id, entry) => ({ entry, id, position: draw.position(entry) })),
  };
}

async function recompute({ draw, items }: ReturnType<typeof newDraw>, ...words: string[]): Promise<{ code: number; told: string }> {
  const half = Math.ceil(items.length / 2);
  const files = await Promise.all(
    [draw, { items: items.slice(0, half), nextCursor: String(half) }, { items: items.slice(half) }].map(async (content, index) => {
      const file = join(folder, `${randomUUID()}-${index}.json`);
      await writeFile(file, JSON.stringify(content));
      return file;
    }),
  );
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...files, ...words], (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, told: stdout + stderr }),
    );
  });
}

describe('the program that recomputes a draw', () => {
  it('agrees with the server about every position', async () => {
    const draw = newDraw(5000);
    const { code, told } = await recompute(draw, '--entry', '17');
    expect(told).toContain(`entry 17 stands at position ${draw.items[17]!.position}`);
    expect(told).toContain('5000 told, 0 differ');
    expect(code).toBe(0);
  });

  it('finds a position, an entry or a secret that was changed afterwards', async () => {
    const moved = newDraw(100);
    moved.items[3]!.position = (moved.items[3]!.position + 1) % 100;
    const swapped = newDraw(100);
    [swapped.items[3]!.id, swapped.items[4]!.id] = [swapped.items[4]!.id, swapped.items[3]!.id];
    const chosen = newDraw(100);
    chosen.draw.secret = randomBytes(32).toString('hex');
    const answers = await Promise.all([moved, swapped, chosen].map((draw) => recompute(draw)));
    expect(answers.map(({ code }) => code)).toEqual([1, 1, 1]);
  });

  it('says that a draw still to come cannot be checked', async () => {
    const { draw, items } = newDraw(3);
    const { secret: _, seed: __, ...before } = draw;
    const { code, told } = await recompute({ draw: before as typeof draw, items });
    expect(code).toBe(2);
    expect(told).toContain('has not taken place');
  });
});
