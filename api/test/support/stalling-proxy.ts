import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { atEnd } from './at-end.js';

/** A way to the database whose network can begin to swallow packets: connections stay, and nothing comes through any more. */
export class StallingProxy {
  private readonly sockets = new Set<Socket>();
  private stalled = false;

  private constructor(readonly url: string) {}

  static async start(databaseUrl: string): Promise<StallingProxy> {
    const url = new URL(databaseUrl);
    const { hostname, port } = url;
    const server = createServer((near) => proxy.join(near, connect(Number(port || 5432), hostname)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const proxy = new StallingProxy(url.toString());
    atEnd(async () => {
      server.close();
      for (const socket of proxy.sockets) socket.destroy();
    });
    return proxy;
  }

  /** From now on nothing is forwarded, of the connections that are there and of new ones. */
  stall(): void {
    this.stalled = true;
  }

  /** New connections are served again; those that were there stay dead, as they do when a firewall has forgotten them. */
  recover(): void {
    this.stalled = false;
    for (const socket of this.sockets) socket.removeAllListeners('data').pause();
  }

  private join(near: Socket, far: Socket): void {
    for (const [from, to] of [[near, far], [far, near]] as const) {
      this.sockets.add(from);
      from.on('data', (bytes) => void (this.stalled || to.write(bytes)));
      from.on('error', () => {});
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
    }
  }
}
