import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Client, ClientCredentials } from './client-credentials.js';

const servers: Server[] = [];
const opened: ClientCredentials[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((credentials) => credentials.close()));
  for (const server of servers.splice(0)) server.close();
});

/** A place that gives tokens, and what it was asked. */
async function place(answer: (response: ServerResponse, turn: number) => void, client: Partial<Client> = {}) {
  const asked: { headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push({ headers: request.headers, body });
      answer(response, asked.length);
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const credentials = new ClientCredentials({ tokenUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth/token?x=1`, clientId: 'id', clientSecret: 's:cret', clientAuthentication: 'basic', scope: 'cob.read', ...client });
  opened.push(credentials);
  return { credentials, asked };
}

const giving = (seconds: number) => (response: ServerResponse, turn: number) => void response.end(JSON.stringify({ access_token: `token-${turn}`, token_type: 'Bearer', expires_in: seconds }));

test('many who wait share one request, and the token is kept', async () => {
  const { credentials, asked } = await place(giving(3_600));
  const grants = await Promise.all(Array.from({ length: 50 }, () => credentials.token()));
  expect(new Set(grants.map((grant) => (grant.kind === 'token' ? grant.token : grant.kind)))).toEqual(new Set(['token-1']));
  expect(await credentials.token()).toEqual({ kind: 'token', token: 'token-1' });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ headers: { authorization: `Basic ${Buffer.from('id:s:cret').toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials&scope=cob.read' });
});

test('a bank that wants the client in the body has it there, and nowhere else', async () => {
  const { credentials, asked } = await place(giving(300), { clientAuthentication: 'body', scope: '' });
  await credentials.token();
  expect(asked[0]?.body).toBe('grant_type=client_credentials&client_id=id&client_secret=s%3Acret');
  expect(asked[0]?.headers.authorization).toBeUndefined();
});

test('a token that has ended is not used again, and one that was refused neither', async () => {
  const { credentials } = await place(giving(0.001));
  await credentials.token();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await credentials.token()).toMatchObject({ token: 'token-2' });
  const { credentials: long } = await place(giving(3_600));
  await long.token();
  long.forget('token-1');
  expect(await long.token()).toMatchObject({ token: 'token-2' });
  // Whoever was refused with the old one, late, does not take the new one from the others.
  long.forget('token-1');
  expect(await long.token()).toMatchObject({ token: 'token-2' });
});

test('a client that is refused is our configuration, anything else is a call that was not made', async () => {
  const refused = await place((response) => void response.writeHead(400).end('{"error":"invalid_client"}'));
  expect(await refused.credentials.token()).toMatchObject({ kind: 'answer', status: 401 });
  const silent = await place((response) => void response.writeHead(401).end());
  expect(await silent.credentials.token()).toMatchObject({ kind: 'answer', status: 401 });
  const down = await place((response) => void response.writeHead(503).end('{}'));
  expect(await down.credentials.token()).toEqual({ kind: 'not_sent', reason: 'token: status 503' });
  const strange = await place((response) => void response.end('{"token":"x"}'));
  expect(await strange.credentials.token()).toEqual({ kind: 'not_sent', reason: 'token: status 200' });
  const broken = await place((response) => void response.destroy());
  expect(await broken.credentials.token()).toMatchObject({ kind: 'not_sent' });
});

test('after a failure the next one asks anew', async () => {
  const { credentials } = await place((response, turn) => (turn === 1 ? void response.writeHead(500).end('{}') : giving(300)(response, turn)));
  expect(await credentials.token()).toMatchObject({ kind: 'not_sent' });
  expect(await credentials.token()).toMatchObject({ kind: 'token' });
});
