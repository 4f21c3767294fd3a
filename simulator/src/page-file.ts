import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Answer } from './idempotency.ts';

const TYPES: Record<string, string> = { '.js': 'text/javascript; charset=utf-8', '.html': 'text/html; charset=utf-8' };

/** A file of `page/`: what the provider's real script and frames are in a browser. */
export const pageFile = (name: string): Answer => ({ status: 200, type: TYPES[extname(name)]!, body: readFileSync(join(import.meta.dirname, '..', 'page', name), 'utf8') });
