import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Compiles the API into api/dist, unless that is what api/dist already holds. */
export function build(root, node) {
  const dist = join(root, 'api', 'dist');
  const stamp = join(dist, '.stamp');
  const wanted = sourceStamp(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.log('Building …');
  // Aside and from nothing, so that no file outlives its source and nobody meets a half-made build; a second or two.
  const fresh = `${dist}-${process.pid}`;
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = ['-p', join(root, 'api', 'tsconfig.build.json'), '--outDir', fresh, '--tsBuildInfoFile', join(fresh, '.tsbuildinfo')];
  const result = spawnSync(node, [compiler, ...args], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Error('The build failed; the mistakes stand above. Nothing was started.');
  }
  writeFileSync(join(fresh, '.stamp'), wanted);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
}

/** Makes the pages' program into web/.next, unless that is what is there already; half a minute on a small machine. */
export function buildPages(root, node) {
  const web = join(root, 'web');
  const made = join(web, '.next');
  const stamp = join(made, '.stamp');
  const wanted = pagesStamp(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.log('Building the pages …');
  // Aside, as above; Next wants its folder below its own.
  const fresh = `.next-${process.pid}`;
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', CATRACA_PAGES_FOLDER: fresh };
  buildLine(root, node);
  const result = spawnSync(node, [join(root, 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'], { cwd: web, env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  if (result.status !== 0) {
    rmSync(join(web, fresh), { recursive: true, force: true });
    throw new Error(`The pages could not be built; nothing was started.\n${result.stdout ?? ''}${result.stderr ?? ''}`);
  }
  writeFileSync(join(web, fresh, '.stamp'), wanted);
  rmSync(made, { recursive: true, force: true });
  renameSync(join(web, fresh), made);
}

/** The line's page is not Next's: its script and style, and the faces of all pages, are made before, and Next serves them as they are. A second. */
export function buildLine(root, node) {
  const web = join(root, 'web');
  const line = spawnSync(node, [join(web, 'line', 'build.ts')], { cwd: web, stdio: 'inherit' });
  if (line.status !== 0) throw new Error("The line's page could not be built; nothing was started.");
}

/** The next build starts from nothing. */
export function forgetBuild(root) {
  rmSync(join(root, 'api', 'dist', '.stamp'), { force: true });
}

/** Changes when anything changes that decides the build's outcome: sources by name and content, settings, the compiler. */
export function sourceStamp(root) {
  const hash = createHash('sha256');
  const settings = ['tsconfig.base.json', 'api/tsconfig.json', 'api/tsconfig.build.json', 'node_modules/typescript/package.json'];
  for (const file of [...settings.map((name) => join(root, name)), ...sources(join(root, 'api', 'src'))]) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/** The same of the pages: everything in web/ but tests and what the build itself makes; Next's and React's versions stand in package.json. */
export function pagesStamp(root) {
  const web = join(root, 'web');
  const hash = createHash('sha256');
  const names = readdirSync(web, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(web, join(entry.parentPath, entry.name)))
    .filter((name) => !/^(node_modules|\.next[^/\\]*|test)[/\\]/.test(name) && !/\.(spec|browser)\.tsx?$|^next-env\.d\.ts$|^line[/\\]built\.json$|^public[/\\](line|fonts)[/\\]|\.md$/.test(name))
    .sort();
  for (const file of ['tsconfig.base.json', 'package-lock.json', ...names.map((name) => join('web', name))]) {
    hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0');
  }
  return hash.digest('hex');
}

function sources(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.includes('fixtures'))
    .sort()
    .map((name) => join(folder, name));
}

// Alone: `node scripts/build.mjs`, for tests that run what is built.
if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  build(root, process.execPath);
  buildPages(root, process.execPath);
}
