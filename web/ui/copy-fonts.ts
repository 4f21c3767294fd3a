import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A file that fonts.css names: the family, the part of it, and the version of the package that it comes from. */
const NAMED = /\/fonts\/((big-shoulders|figtree)-([a-z-]+)-(\d+\.\d+\.\d+)\.woff2)/g;

/** Puts the faces that fonts.css names into a folder, from the packages that hold them: one address for all pages, which browsers keep for good. */
export function copyFonts(folder: string): void {
  const { resolve } = createRequire(import.meta.url);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { file, family, part, version } of namedFonts()) {
    const source = resolve(`@fontsource-variable/${family}/files/${family}-${part}-wght-normal.woff2`);
    const { version: installed } = JSON.parse(readFileSync(join(source, '..', '..', 'package.json'), 'utf8')) as { version: string };
    if (installed !== version) throw new Error(`ui/fonts.css names ${family} ${version}, and ${installed} is installed: a browser would keep the old one for good.`);
    copyFileSync(source, join(folder, file));
  }
}

export function namedFonts(): { file: string; family: string; part: string; version: string }[] {
  const css = readFileSync(join(import.meta.dirname, 'fonts.css'), 'utf8');
  return [...css.matchAll(NAMED)].map(([, file = '', family = '', part = '', version = '']) => ({ file, family, part, version }));
}
