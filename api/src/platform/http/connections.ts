import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config.js';
import type { Metrics } from '../observability/metrics.js';
import type { Patience } from './patience.js';

// The database's connections, the gateways', the bucket's files and Node's own.
const OTHER_FILES = 500;
// From here on the connection that has rested longest between two requests makes room for a new one; its client connects again when it needs to.
const CROWDED_SHARE = 0.9;
// Whole towns share an address, but none may take the house. A trusted proxy speaks for everybody, and sees who they are.
const ADDRESS_SHARE_MAX = 0.5;

/**
 * Connections that the kernel keeps until this process gets round to them (Linux keeps `net.core.somaxconn` at most, 4,096 by default). Node's 511 are gone
 * within a tenth of a second when a sale opens, and whoever comes then waits one, three or seven seconds for TCP to try again.
 */
export const arrivalsMax = 4_096;

/**
 * As many connections as there is room for. What rests never keeps out what is new, and one address not the others;
 * who sends nothing at all has `Patience.headMs` for it.
 */
export function boundConnections(server: Server, { trustedProxies }: Pick<Config, 'trustedProxies'>, { connectionsMax }: Patience, metrics: Metrics): void {
  const max = Math.max(1, Math.min(connectionsMax, openFilesMax() - OTHER_FILES));
  const perAddressMax = trustedProxies.length > 0 ? max : Math.max(1, Math.floor(max * ADDRESS_SHARE_MAX));
  const byAddress = new Map<string, number>();
  const resting = restingOf(server);
  let open = 0;
  metrics.gauge('catraca_http_connections_open', 'Connections, resting ones included.', [], (gauge) => gauge.set(open));
  server.maxConnections = max;
  server.on('connection', (socket: Socket) => {
    const { remoteAddress: address = '' } = socket;
    const ofAddress = (byAddress.get(address) ?? 0) + 1;
    if (ofAddress > perAddressMax) return void socket.destroy();
    byAddress.set(address, ofAddress);
    open += 1;
    socket.once('close', () => {
      open -= 1;
      resting.delete(socket);
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left > 0) byAddress.set(address, left);
      else byAddress.delete(address);
    });
    const [longest] = open > max * CROWDED_SHARE ? resting : [];
    longest?.destroy();
  });
}

/**
 * The connections between two requests, the longest resting first. Node's own `closeIdleConnections` would also end those whose
 * first request is still on its way.
 */
function restingOf(server: Server): Set<Socket> {
  const resting = new Set<Socket>();
  const answering = new WeakMap<Socket, number>();
  server.on('request', ({ socket }, response) => {
    resting.delete(socket);
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (answering.get(socket) ?? 1) - 1;
      answering.set(socket, left);
      if (left === 0 && !socket.destroyed) resting.add(socket);
    });
  });
  return resting;
}

/** What the system lets this process open; Node has raised it as far as it may. Systems without the notion have no such limit. */
function openFilesMax(): number {
  // The report would else look up the names of all peers.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft: number | 'unlimited' } } };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}
