import type { FastifyInstance } from 'fastify';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** PEM. Only merchants with a certificate of this authority come in. */
export interface TlsOptions {
  cert: string | Buffer;
  key: string | Buffer;
  ca: string | Buffer;
}

/** A second door to the same provider, on 127.0.0.1, as banks have it: both sides show a certificate. */
export async function openTls(app: FastifyInstance, options: TlsOptions): Promise<{ url: string; close(): void }> {
  const server = createServer({ ...options, requestCert: true, rejectUnauthorized: true }, (request, response) => app.routing(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
