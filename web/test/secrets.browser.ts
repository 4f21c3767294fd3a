import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { houseHome, houseUrl } from './house.ts';
import { outfit, pages } from './pages.ts';
import { visits } from './visit.ts';

const web = join(import.meta.dirname, '..');
const visitors = visits();
// Shorter ones are names and numbers, which stand anywhere.
const SECRET_LENGTH_MIN = 16;

test.skipIf(houseHome() === '')('no secret of the house is in any file or page that browsers get', async () => {
  const secrets = secretsIn(JSON.parse(readFileSync(join(houseHome(), 'demo-secrets.json'), 'utf8')));
  // The signing key, and of three payment providers what they are asked with and what they sign with.
  expect(secrets.length).toBeGreaterThanOrEqual(7);

  const files = [
    ...globSync('**/*.{js,css,map}', { cwd: join(web, '.next', 'static') }).map((file) => `/_next/static/${file}`),
    ...globSync('line/*.{js,css}', { cwd: join(web, 'public') }).map((file) => `/${file}`),
    '/sw.js', '/manifest.webmanifest', '/robots.txt', '/sitemap.xml',
  ];
  expect(files.length).toBeGreaterThan(25);
  const { request, ...context } = await visitedContext();
  const found: string[] = [];
  const look = async (path: string): Promise<string> => {
    const answer = await request.get(`${houseUrl()}${path}`);
    const text = `${JSON.stringify(answer.headers())}\n${await answer.text()}`;
    if (secrets.some((secret) => text.includes(secret))) found.push(path);
    return text;
  };
  for (const file of files) expect((await look(file)).length, file).toBeGreaterThan(0);
  const seen = await Promise.all(['pt', 'es', 'en'].map((language) => Promise.all(pages.map(({ path }) => look(`/${language}${path(context.belongings)}`)))));
  expect(seen.flat().filter((text) => text.includes('</html>')).length, 'pages that were looked at').toBe(3 * pages.length);
  expect(found).toEqual([]);
});

async function visitedContext() {
  const page = await visitors.open();
  const context = page.context();
  return { request: context.request, belongings: await outfit(context, houseUrl()) };
}

/** Every long text in it, and what stands behind a name in one. */
function secretsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value, ...value.split(':').slice(1)].filter((text) => text.length >= SECRET_LENGTH_MIN);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}
