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

function sources(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts') && !name.includes('fixtures'))
    .sort()
    .map((name) => join(folder, name));
}

// Alone: `node scripts/build.mjs`, for tests that run what is built.
if (import.meta.main) build(join(import.meta.dirname, '..'), process.execPath);
