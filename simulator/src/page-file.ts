import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Answer } from './idempotency.ts';

const TYPES: Record<string, string> = { '.js': 'text/javascript; charset=utf-8', '.html': 'text/html; charset=utf-8' };

/** A file of `page/`: what the provider's real script and frames are in a browser. A script comes behind what both providers' share, in a block with it. */
export function pageFile(name: string): Answer {
  const type = TYPES[extname(name)]!;
  return { status: 200, type, body: extname(name) === '.js' ? `{\n${read('frames.js')}${read(name)}}\n` : read(name) };
}

const read = (name: string): string => readFileSync(join(import.meta.dirname, '..', 'page', name), 'utf8');
