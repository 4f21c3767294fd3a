import { createServer } from 'node:net';

/** Why a server could not listen there now, as the system's error code. Another program may still take the port before we do. */
export function portTrouble(port: number, host?: string): Promise<string | undefined> {
  return listenOnce(port, host).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code ?? 'EADDRINUSE',
  );
}

/** A port of the loopback interface that nobody listens on: `preferred` when it is free, else one the system picks. */
export async function freePort(preferred?: number): Promise<number> {
  const host = '127.0.0.1';
  if (preferred !== undefined && (await portTrouble(preferred, host)) === undefined) return preferred;
  return listenOnce(0, host);
}

function listenOnce(port: number, host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const chosen = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(chosen));
    });
  });
}
