import { inflate } from '@sparticuz/chromium';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

const require = createRequire(import.meta.url);
const packageFolder = join(dirname(require.resolve('@sparticuz/chromium')), '..');
const { version } = require('../../node_modules/@sparticuz/chromium/package.json') as { version: string };
const unpacked = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', `chromium-${version}`);

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

// The package's own names folders of a machine that it was made for; Chromium ends without a single font.
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(unpacked, 'fonts')}</dir><dir>/usr/share/fonts</dir><cachedir>${join(unpacked, 'fonts-cache')}</cachedir></fontconfig>
`;

/**
 * A real Chromium: the one that `CHROMIUM` names, else the one inside an npm package, which runs on 64-bit Linux, else the system's.
 * Its sandbox needs rights that root in a container does not have; the pages it opens are ours.
 */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, env } = await findChromium();
  return chromium.launch({ executablePath, chromiumSandbox: false, env: { ...(process.env as Record<string, string>), ...env }, args: ['--disable-dev-shm-usage', '--force-color-profile=srgb', '--font-render-hinting=none'] });
}

async function findChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const named = process.env['CHROMIUM'];
  if (named !== undefined && named !== '') return { executablePath: named, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return unpackedChromium();
  const found = SYSTEM.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`There is no Chromium for ${process.platform}-${process.arch} in npm and none at ${SYSTEM.join(', ')}. Name one in CHROMIUM.`);
  return { executablePath: found, env: {} };
}

/** Unpacked once, aside, so that nobody meets a half of it; with the libraries that it needs and a bare machine lacks. */
async function unpackedChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  if (!existsSync(unpacked)) {
    const aside = `${unpacked}-${process.pid}`;
    mkdirSync(aside, { recursive: true });
    const before = process.env['TMPDIR'];
    // Where the package unpacks to.
    process.env['TMPDIR'] = aside;
    try {
      for (const archive of ['chromium.br', 'fonts.tar.br', 'al2023.tar.br', 'swiftshader.tar.br']) await inflate(join(packageFolder, 'bin', archive));
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
    writeFileSync(join(aside, 'fonts.conf'), fontsConf);
    try {
      renameSync(aside, unpacked);
    } catch {
      // Somebody else was quicker.
      rmSync(aside, { recursive: true, force: true });
    }
  }
  return { executablePath: join(unpacked, 'chromium'), env: { LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib'), FONTCONFIG_FILE: join(unpacked, 'fonts.conf') } };
}
