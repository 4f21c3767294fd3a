import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import { copyFonts } from '#ui/copy-fonts.ts';
import type { Assets } from './frame.ts';

const here = import.meta.dirname;
const web = join(here, '..');
const out = join(web, 'public', 'line');

/** What a name is to be told apart by: files of the line are kept by browsers and caches for good. */
const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex').slice(0, 10);

function put(name: string, ending: string, content: string): string {
  const file = `${name}.${hashOf(content)}.${ending}`;
  writeFileSync(join(out, file), content);
  return file;
}

/** A program of script/ with all that it needs, in the language that phones of 2021 speak; the worker is no module, since theirs could not be one. */
async function script(name: string, format: 'esm' | 'iife'): Promise<string> {
  const { output } = await build({
    input: join(here, 'script', `${name}.ts`),
    cwd: web,
    platform: 'browser',
    transform: { target: 'es2021' },
    write: false,
    output: { format, minify: true, codeSplitting: false },
  });
  return output[0].code;
}

/** The house's tokens and fonts and the line's own rules in one file. */
function style(): string {
  const read = (...path: string[]) => readFileSync(join(web, ...path), 'utf8');
  return [read('ui', 'tokens.css'), read('line', 'line.css'), read('ui', 'fonts.css')].join('\n').replace(/\/\*[\s\S]*?\*\//g, '').replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replace(/: /g, ':').trim();
}

/** Makes everything that the line's pages link to, from nothing: web/public/line/ and web/line/built.json, which names the files; and the faces of all pages, web/public/fonts/. */
export async function buildLine(): Promise<void> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  copyFonts(join(web, 'public', 'fonts'));
  const assets: Assets = { script: put('line', 'js', await script('main', 'esm')), sums: put('sums', 'js', await script('worker', 'iife')), style: put('line', 'css', style()) };
  writeFileSync(join(here, 'built.json'), `${JSON.stringify(assets, null, 2)}\n`);
}

if (import.meta.main) await buildLine();
