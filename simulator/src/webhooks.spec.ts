import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Random } from './random.ts';
import { Webhooks } from './webhooks.ts';

const opened: { server: Server; webhooks: Webhooks }[] = [];
afterEach(() => {
  for (const { server, webhooks } of opened.splice(0)) {
    webhooks.stop();
    server.closeAllConnections();
    server.close();
  }
});

/** A merchant who gives these answers one after the other, the last one for ever; `null` breaks the connection. */
async function merchant(...answers: (number | null)[]): Promise<Webhooks> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const status = (answers.length > 1 ? answers.shift() : answers[0]) ?? null;
      if (status === null) response.destroy();
      else response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const webhooks = new Webhooks({ recipient: { url, secret: 'secret' }, sign: () => ({}), random: new Random('a merchant'), envelope: (events) => events });
  opened.push({ server, webhooks });
  return webhooks;
}

describe('a webhook', () => {
  test('that was acknowledged counts as delivered, and never as refused, so it is not sent again', async () => {
    const webhooks = await merchant(204);
    for (let event = 0; event < 20; event++) webhooks.announce({ event });
    await vi.waitFor(() => expect(webhooks.counts.delivered + webhooks.counts.refused).toBe(20), { timeout: 30_000 });
    expect(webhooks.counts).toEqual({ delivered: 20, refused: 0, lost: 0, dropped: 0 });
  });

  test.each([['with 503', 503], ['not at all', null]])('that was answered %s comes again until it is acknowledged', async (_how, refusal) => {
    const webhooks = await merchant(refusal, 204);
    webhooks.announce({});
    await vi.waitFor(() => expect(webhooks.counts).toEqual({ delivered: 1, refused: 1, lost: 0, dropped: 0 }), { timeout: 30_000 });
  });
});
