import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const sources = join(import.meta.dirname, '..', '..', 'src');

/** What a face hands out, with the file that declares it; through the faces of the rooms within, as platform has them. */
function exportsOf(face: string): { name: string; file: string }[] {
  return [...readFileSync(face, 'utf8').matchAll(/^export (?:type )?\{([^}]*)\} from '([^']+)\.js';$/gm)].flatMap(([, names = '', path = '']) => {
    const file = join(dirname(face), `${path}.ts`);
    const listed = names.split(',').map((name) => name.trim().replace(/^type /, '')).filter(Boolean);
    const inner = file.endsWith('index.ts') ? exportsOf(file) : null;
    return listed.map((name) => inner?.find((one) => one.name === name) ?? { name, file });
  });
}

/**
 * Whether a docblock stands above a declaration of the name, or above the value that its type is drawn from: both are one paragraph,
 * with decorators between and no empty line. A value and a type of one name are explained once.
 */
function isExplained(text: string, name: string): boolean {
  const paragraphs = text.split(/\n{2,}/);
  const declaration = new RegExp(`^export (?:abstract |async )?(?:class|function|const|type|interface) ${name}\\b`, 'm');
  return paragraphs.some((paragraph) => {
    const at = paragraph.search(declaration);
    return at !== -1 && /^\/\*\*/m.test(paragraph.slice(0, at));
  });
}

const faces = globSync('*/index.ts', { cwd: sources }).flatMap((face) => exportsOf(join(sources, face)).map((one) => ({ ...one, face })));

test('every module says in its README what it owns', () => {
  const modules = globSync('*/index.ts', { cwd: sources }).map(dirname);
  expect(modules.length).toBeGreaterThan(12);
  expect(modules.filter((module) => !existsSync(join(sources, module, 'README.md')))).toEqual([]);
});

test('everything that a module hands out through its face has a docblock', () => {
  expect(faces.length).toBeGreaterThan(250);
  const texts = new Map([...new Set(faces.map(({ file }) => file))].map((file) => [file, readFileSync(file, 'utf8')]));
  expect(faces.filter(({ name, file }) => !isExplained(texts.get(file) as string, name)).map(({ face, name, file }) => `${face}: ${name} in ${file.slice(sources.length + 1)}`)).toEqual([]);
});
