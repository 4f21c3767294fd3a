import { z } from 'zod';
import { type Exchange, GatewayHttp, type GatewayTls } from './gateway-http.js';

const granted = z.object({ access_token: z.string().min(1).max(8_192), expires_in: z.coerce.number().positive().optional() });

/** What to assume where an answer does not say it: RFC 6749 only recommends that it does. */
const LIFE_SECONDS = 60;
const LIFE_SECONDS_MAX = 86_400;
/** A token is renewed so long before its end, or a tenth of its life: longer than a call is under way. */
const MARGIN_SECONDS_MAX = 30;

export interface Client {
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  clientAuthentication: 'basic' | 'body';
  scope: string;
}

type Grant = { kind: 'token'; token: string } | Exchange;

/** OAuth 2 client credentials (RFC 6749, 4.4): one token for all calls, asked for once however many wait for it. */
export class ClientCredentials {
  private readonly http: GatewayHttp;
  private readonly path: string;
  private held: { token: string; renewAt: number } | undefined;
  private asking: Promise<Grant> | undefined;

  constructor(
    private readonly client: Client,
    limits: { answerMsMax?: number } = {},
    tls: GatewayTls = {},
  ) {
    const { origin, pathname, search } = new URL(client.tokenUrl);
    this.http = new GatewayHttp(origin, {}, limits, tls);
    this.path = pathname + search;
  }

  /** A token, or what a call comes to that could not be made for want of one: refused (401), or not sent. */
  token(): Promise<Grant> {
    if (this.held && performance.now() < this.held.renewAt) return Promise.resolve({ kind: 'token', token: this.held.token });
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** This token was refused before its time; one that has taken its place meanwhile is kept. */
  forget(token: string): void {
    if (this.held?.token === token) this.held = undefined;
  }

  close(): Promise<void> {
    return this.http.close();
  }

  private async ask(): Promise<Grant> {
    const { clientId, clientSecret, clientAuthentication, scope } = this.client;
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    if (scope !== '') body.set('scope', scope);
    const inBody = clientAuthentication === 'body';
    if (inBody) {
      body.set('client_id', clientId);
      body.set('client_secret', clientSecret);
    }
    // As they are: RFC 6749 would have them encoded first, and no bank decodes them.
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const answer = await this.http.exchange({ method: 'POST', path: this.path, headers: inBody ? {} : { authorization: basic }, body });
    // Whatever went wrong here, the call that needed the token has not left.
    if (answer.kind !== 'answer') return { kind: 'not_sent', reason: `token: ${answer.reason}` };
    if ([400, 401, 403].includes(answer.status)) return { ...answer, status: 401 };
    const { data } = granted.safeParse(answer.body);
    if (answer.status !== 200 || !data) return { kind: 'not_sent', reason: `token: status ${answer.status}` };
    const seconds = Math.min(data.expires_in ?? LIFE_SECONDS, LIFE_SECONDS_MAX);
    this.held = { token: data.access_token, renewAt: performance.now() + (seconds - Math.min(MARGIN_SECONDS_MAX, seconds / 10)) * 1_000 };
    return { kind: 'token', token: data.access_token };
  }
}
