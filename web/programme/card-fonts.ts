import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface CardFont {
  name: string;
  weight: 500 | 700 | 800;
  style: 'normal';
  data: Buffer;
}

const files = [
  ['Big Shoulders', 'big-shoulders', 800],
  ['Figtree', 'figtree', 500],
  ['Figtree', 'figtree', 700],
] as const;

let read: Promise<CardFont[]> | undefined;

/** The pages' own two faces, in the only form that the drawing of cards reads: fixed weights, not packed as woff2. Read once. */
export function cardFonts(): Promise<CardFont[]> {
  read ??= Promise.all(files.flatMap(([name, folder, weight]) => ['latin', 'latin-ext'].map(async (letters) => {
    // Found where the process runs, so that the bundler leaves it alone.
    const path = createRequire(join(process.cwd(), 'package.json')).resolve(`@fontsource/${folder}/files/${folder}-${letters}-${weight}-normal.woff`);
    return { name, weight, style: 'normal' as const, data: await readFile(path) };
  })));
  return read;
}
