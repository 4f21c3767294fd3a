import { notFound } from 'next/navigation';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { orMissing } from './or-missing.ts';

test('what is not there is answered and not thrown; what went wrong comes through, for then Next keeps the picture that it has', async () => {
  const image = orMissing(async (name: string) => {
    if (name === 'nobody') notFound();
    if (name === 'away') throw new Error('The box office did not say');
    return new Response(name);
  });
  expect(await (await image('Dora')).text()).toBe('Dora');
  expect((await image('nobody')).status).toBe(404);
  await expect(image('away')).rejects.toThrow('The box office did not say');
});

test('every picture of a page is made so', () => {
  const app = join(import.meta.dirname, '..', 'app');
  const pictures = globSync('**/{opengraph,twitter}-image.tsx', { cwd: app });
  expect(pictures.length).toBeGreaterThan(2);
  expect(pictures.filter((file) => !readFileSync(join(app, file), 'utf8').includes('export default orMissing('))).toEqual([]);
});
