import { createServer } from 'node:net';

/** Whether a server could listen there now. Another program may still take the port before we do. */
export function isPortFree(port: number, host?: string): Promise<boolean> {
  return listenOnce(port, host).then(
    () => true,
    () => false,
  );
}

/** A port of the loopback interface that nobody listens on: `preferred` when it is free, else one the system picks. */
export async function freePort(preferred?: number): Promise<number> {
  const host = '127.0.0.1';
  if (preferred !== undefined && (await isPortFree(preferred, host))) return preferred;
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
