import { newId } from '#platform';
import { AccountsModule, Identity, IdentityModule } from '#identity';
import { TestDatabase } from './test-database.js';
import { startHouse, type TestHouse } from './test-house.js';

export const PASSWORD = 'uma senha comprida';

export interface DeskAnswer {
  status: number;
  headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of all forms
  body: any;
}

export const newEmail = () => `${newId()}@exemplo.com.br`;

/** The routes of accounts and sessions over HTTP, behind a proxy that is believed. */
export class IdentityDesk {
  private constructor(
    readonly database: TestDatabase,
    readonly house: TestHouse,
  ) {}

  static async open(): Promise<IdentityDesk> {
    const database = await TestDatabase.create();
    const house = await startHouse(database, [IdentityModule, AccountsModule], { TRUSTED_PROXIES: '127.0.0.1' });
    await house.app.get(Identity).createDemoAccounts();
    return new IdentityDesk(database, house);
  }

  readonly call = async (method: string, path: string, { body, token, headers = {} }: { body?: unknown; token?: string; headers?: Record<string, string> } = {}): Promise<DeskAnswer> => {
    const answer = await fetch(`${this.house.url}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text };
  };

  readonly signUp = (email = newEmail(), headers: Record<string, string> = {}) =>
    this.call('POST', '/auth/sign-up?transport=token', { body: { name: 'Ana Souza', email, password: PASSWORD }, headers });

  readonly signIn = (email: string, password = PASSWORD, headers: Record<string, string> = {}) =>
    this.call('POST', '/auth/sign-in?transport=token', { body: { email, password }, headers });

  readonly tokenOf = async (email: string, password = 'catraca-demo') => (await this.signIn(email, password)).body.token as string;

  readonly eventsOf = (userId: string) =>
    this.database.query<{ type: string; payload: Record<string, string> }>(
      `select type, payload from platform.event_log where key = $1 order by message_id`, [userId]);
}
