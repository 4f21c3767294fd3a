import { createHash } from 'node:crypto';
import { themeScript } from '../ui/theme-script.ts';

/**
 * Which inline scripts of a page that was made ahead of time may run, as `'sha256-…'` sources. Such a page is the same for everybody and
 * can carry no nonce, so each of its scripts is blessed by its hash, but only if it is one of the few that Next and we put there:
 * a script that somebody smuggled into the page's data has another form, gets no hash and does not run.
 */
export function hashesOf(html: string): string[] {
  const hashes = new Set<string>();
  for (const [, attributes = '', text = ''] of html.matchAll(SCRIPT)) {
    if (text !== '' && !/\bsrc=/.test(attributes) && isKnown(text)) hashes.add(hashOf(text));
  }
  return [...hashes];
}

export function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

// What React makes is well-formed, and it escapes `<` wherever text stands; a script ends at the first closing tag, as browsers see it.
const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script/gi;

/** The scripts without data in them: our theme, the beginning of Next's stream, React's first paint. */
const CONSTANT = new Set([themeScript, '(self.__next_f=self.__next_f||[]).push([0])', 'requestAnimationFrame(function(){$RT=performance.now()});']);

const BOOT = /^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\((\{[\s\S]*\})\);?$/;
const CHUNK = /^static\/chunks\/[\w.~-]+\.js$/;
const PUSH = /^self\.__next_f\.push\((\[[\s\S]*\])\)$/;
/** A part of Next's stream is a call of one known function with one array that is nothing but JSON; its start names files of this server. */
function isKnown(text: string): boolean {
  if (CONSTANT.has(text)) return true;
  const part = jsonOf(PUSH.exec(text)?.[1]);
  if (part !== undefined) return Array.isArray(part) && part.length <= 2 && typeof part[0] === 'number' && (part.length === 1 || typeof part[1] === 'string' || part[1] === null);
  const boot = jsonOf(BOOT.exec(text)?.[1]) as { otherChunks?: unknown; runtimeModuleIds?: unknown } | undefined;
  if (boot === undefined || Object.keys(boot).join() !== 'otherChunks,runtimeModuleIds') return false;
  return isListOf(boot.otherChunks, (chunk) => typeof chunk === 'string' && CHUNK.test(chunk)) && isListOf(boot.runtimeModuleIds, Number.isInteger);
}

function isListOf(value: unknown, holds: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(holds);
}

function jsonOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
