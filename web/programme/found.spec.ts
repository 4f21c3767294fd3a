import { expect, test } from 'vitest';
import { artistOf, artistPath } from './artist-path.ts';
import { robots, sitemap } from './found.ts';

const event = { id: 'e1', venueId: 'v1', artists: ['Dora & Lume', 'Zé'] };

test('a sitemap names every page once in each language, with its siblings', () => {
  const text = sitemap('https://t.example', [event, { ...event, id: 'e2' }]);
  const addresses = [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map((match) => match[1]);
  expect(addresses).toHaveLength(3 * (1 + 2 + 1 + 2));
  expect(addresses).toEqual(expect.arrayContaining(['https://t.example/pt', 'https://t.example/es/events/e2', 'https://t.example/en/artists/Dora%20%26%20Lume']));
  expect(text.match(/hreflang="pt-BR" href="https:\/\/t\.example\/pt\/venues\/v1"/g)).toHaveLength(3);
});

test('a sitemap holds no more than 50,000 addresses, nor anything that is no XML', () => {
  const many = Array.from({ length: 20_000 }, (_, at) => ({ id: `"<${at}>`, venueId: 'v', artists: [] }));
  const text = sitemap('https://t.example', many);
  expect(text.split('<loc>').length - 1).toBeLessThanOrEqual(50_000);
  expect(text).not.toMatch(/<\d+>/);
});

test('robots are shown the sitemap and kept from what is one person\'s', () => {
  const lines = robots('https://t.example').split('\n');
  expect(lines).toEqual(expect.arrayContaining(['Disallow: /api/', 'Disallow: /pt/tickets', 'Disallow: /en/events?', 'Sitemap: https://t.example/sitemap.xml']));
  expect(lines).not.toContain('Disallow: /pt/events');
});

test.each(['Dora Lume', 'AC/DC', '100%', 'Zé & Ana?', '東京'])('the artist %s has a path that leads back to the name', (name) => {
  expect(artistOf(artistPath(name).slice('/artists/'.length))).toBe(name);
});

test.each(['%', '%00', '%20', 'x'.repeat(201)])('the path %s is no artist\'s', (segment) => {
  expect(artistOf(segment)).toBe(undefined);
});
