import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Organiser, organiserOf } from './organiser.ts';
import { presets } from './presets.ts';

const [one, other] = [{ id: '1', name: 'One' }, { id: '2', name: 'Other' }];

test('an organiser is taken where there is no other, or where it is named; never the first of many', () => {
  expect(organiserOf([one], undefined)).toBe(one);
  expect(organiserOf([one, other], '2')).toBe(other);
  expect(() => organiserOf([one, other], undefined)).toThrow(/several organisers.*--organiser.*\n {2}1 {2}One/s);
  expect(() => organiserOf([one, other], '3')).toThrow('no organiser 3');
  expect(() => organiserOf([], undefined)).toThrow('nobody who maintains events');
});

let server: Server | undefined;
afterEach(() => server?.close());

/** A box office that makes events and says of them what it is told to; what it was asked. */
async function office(rehearsal: unknown): Promise<{ url: URL; asked: string[] }> {
  const asked: string[] = [];
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const answer = request.url === '/api/v1/organisers' ? { items: [one] } : request.url?.startsWith('/api/v1/venues?') ? { items: [{ id: 'v', name: 'Rehearsal house' }] } : { id: 'e', rehearsal, standing: [] };
    request.resume().on('end', () => response.end(JSON.stringify(answer)));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server!.once('listening', resolve));
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), asked };
}

test.each([[undefined], [false]])('an event that is told to be %s a rehearsal is not published, and its draft goes', async (rehearsal) => {
  const { url, asked } = await office(rehearsal);
  await expect(new Organiser(url, 'token').prepareEvent(presets['smoke']!, { like: undefined })).rejects.toThrow('does not answer that the event is a rehearsal');
  expect(asked).toContain('DELETE /api/v1/events/e');
  expect(asked.filter((request) => request.includes('publish') || request.includes('fans'))).toEqual([]);
});

test('what cannot be ended is named', async () => {
  const { url } = await office(false);
  server!.prependListener('request', (request, response) => {
    if (request.method === 'DELETE') response.statusCode = 503;
  });
  const organiser = new Organiser(url, 'token');
  await expect(organiser.prepareEvent(presets['smoke']!, { like: undefined })).rejects.toThrow();
  expect(await organiser.endAll()).toEqual(['e']);
});
