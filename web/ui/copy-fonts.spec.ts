import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyFonts, namedFonts } from './copy-fonts.ts';
import { DISPLAY_FACE } from './faces.ts';

test('every face that the style names is copied from the version that is installed, and none is asked for elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'catraca-fonts-'));
  copyFonts(folder);
  const files = readdirSync(folder);
  expect(files.sort()).toEqual(namedFonts().map(({ file }) => file).sort());
  expect(files).toHaveLength(4);
  for (const file of files) expect(statSync(join(folder, file)).size).toBeGreaterThan(5_000);
  rmSync(folder, { recursive: true });
  const css = readFileSync(join(import.meta.dirname, 'fonts.css'), 'utf8');
  expect(css.match(/url\(/g)).toHaveLength(files.length);
  expect(css).toContain(`url('${DISPLAY_FACE}')`);
});
