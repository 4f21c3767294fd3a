import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HouseProcess } from './house-process.js';

/** A webhook on its way. */
export interface Letter {
  gateway: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Takes every webhook from the providers and keeps it; the run says whom it reaches, when, how often, and whether at all. */
export class MailRoom {
  letters: Letter[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<MailRoom> {
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (part: string) => (body += part));
      request.on('end', () => {
        room.letters.push({ gateway: request.url!.slice(1), headers: request.headers, body });
        response.writeHead(204).end();
      });
    });
    const room = new MailRoom(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return room;
  }

  addressOf(gateway: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${gateway}`;
  }

  /** Whether the process has taken it. */
  async hand({ gateway, headers, body }: Letter, process: HouseProcess): Promise<boolean> {
    const kept = Object.entries(headers).filter(([name]) => name === 'content-type' || name.includes('signature') || name.includes('assinatura'));
    const answer = await fetch(`${process.url}/api/v1/gateways/${gateway}/webhooks`, { method: 'POST', headers: Object.fromEntries(kept) as Record<string, string>, body }).catch(() => null);
    await answer?.arrayBuffer();
    return answer?.ok ?? false;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
