import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const LINES_SHOWN = 8;

/** Installs what package-lock.json names, unless exactly that is there already. Install scripts of packages never run. */
export function installDependencies(root) {
  const wanted = dependencyStamp(readFileSync(join(root, 'package-lock.json')), `${process.platform}-${process.arch}`);
  const stamp = join(root, 'node_modules', '.catraca-stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.log('Installing the dependencies (about a minute, once) …');
  const [program, ...prefix] = npm();
  // What compiles is a development dependency, which npm leaves out where NODE_ENV is production, as it often is where things run.
  const result = spawnSync(program, [...prefix, 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) throw new Error(`npm ci did not finish, so nothing was started. It said:\n${firstLines(result.stderr)}`);
  writeFileSync(stamp, wanted);
}

/** The lock file decides what is installed, the platform which binaries: a folder carried to another machine is installed anew. */
export function dependencyStamp(lockFile, platform) {
  return `${platform} ${createHash('sha256').update(lockFile).digest('hex')}`;
}

/** What went wrong stands first; a page of npm's options follows. */
function firstLines(text) {
  const lines = (text ?? '').split('\n').filter((line) => !/^npm error\s*$/.test(line));
  return lines.slice(0, LINES_SHOWN).map((line) => `  ${line}`).join('\n');
}

function npm() {
  // The npm that started us may be another than the first one in PATH.
  const running = process.env['npm_execpath'];
  return running !== undefined && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}
