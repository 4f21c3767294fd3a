import { signature } from '@catraca/simulator';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HouseProcess } from './house-process.js';

/** A webhook on its way. */
export interface Letter {
  /** Below `/api/v1/gateways/`. */
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Takes every webhook from the providers and keeps it; the run says whom it reaches, when, how often, and whether at all. */
export class MailRoom {
  letters: Letter[] = [];

  private constructor(
    private readonly server: Server,
    private readonly secret: string,
  ) {}

  static async open(secret: string): Promise<MailRoom> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        room.letters.push({ path: request.url!.slice(1), headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
    const room = new MailRoom(server, secret);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return room;
  }

  addressOf(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${path}`;
  }

  /** Whether the process has taken it. */
  async hand({ path, headers, body }: Letter, process: HouseProcess): Promise<boolean> {
    const kept = Object.entries(headers).filter(([name]) => name === 'content-type' || name === 'x-request-id' || name.includes('signature') || name.includes('assinatura'));
    // Who signs over the body and the time signs each delivery anew.
    const signed = kept.map(([name, value]) => [name, String(value).startsWith('t=') ? signature(this.secret, Math.floor(Date.now() / 1_000), body) : value]);
    const answer = await fetch(`${process.url}/api/v1/gateways/${path}`, { method: 'POST', headers: Object.fromEntries(signed) as Record<string, string>, body }).catch(() => null);
    await answer?.arrayBuffer();
    return answer?.ok ?? false;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
