import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config.js';
import type { Patience } from './patience.js';

// The database's connections, the gateways', the bucket's files and Node's own.
const OTHER_FILES = 500;
// From here on connections that rest between two requests make room for new ones; their clients connect again when they need to.
const CROWDED_SHARE = 0.9;
const CLEAR_EVERY_MS = 1_000;
// Whole towns share an address, but none may take the house. A trusted proxy speaks for everybody, and sees who they are.
const ADDRESS_SHARE_MAX = 0.5;

/**
 * As many connections as there is room for. What rests never keeps out what is new, and one address not the others;
 * who sends nothing at all has `Patience.headMs` for it.
 */
export function boundConnections(server: Server, { trustedProxies }: Pick<Config, 'trustedProxies'>, { connectionsMax }: Patience): void {
  const max = Math.max(1, Math.min(connectionsMax, openFilesMax() - OTHER_FILES));
  const perAddressMax = trustedProxies.length > 0 ? max : Math.max(1, Math.floor(max * ADDRESS_SHARE_MAX));
  const byAddress = new Map<string, number>();
  let open = 0;
  let clearedAt = -Infinity;
  server.maxConnections = max;
  server.on('connection', (socket: Socket) => {
    const { remoteAddress: address = '' } = socket;
    const ofAddress = (byAddress.get(address) ?? 0) + 1;
    if (ofAddress > perAddressMax) return void socket.destroy();
    byAddress.set(address, ofAddress);
    open += 1;
    socket.once('close', () => {
      open -= 1;
      const left = (byAddress.get(address) ?? 1) - 1;
      if (left > 0) byAddress.set(address, left);
      else byAddress.delete(address);
    });
    const now = performance.now();
    if (open < max * CROWDED_SHARE || now - clearedAt < CLEAR_EVERY_MS) return;
    clearedAt = now;
    server.closeIdleConnections();
  });
}

/** What the system lets this process open; Node has raised it as far as it may. Systems without the notion have no such limit. */
function openFilesMax(): number {
  // The report would else look up the names of all peers.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as { userLimits?: { open_files?: { soft: number | 'unlimited' } } };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Infinity;
}
