import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';

/** A charge as a simulated provider's book has it. */
export interface BookedCharge {
  sequence: number;
  createdAt: number;
  id: string;
  purchase: string;
  method: 'card' | 'pix';
  amountCents: number;
  state: string;
  decline?: string;
  refunds: { amountCents: number; state: string }[];
}

const PAGE = 10_000;
/** A bank tries again while a provider is away; longer than one is let die for is a broken rehearsal. */
const AWAY_MS_MAX = 60_000;
const AGAIN_MS = 500;

/** The fans' banks, and a look into the books of the providers that we started ourselves. */
export class Payer {
  private readonly providers: { name: string; url: string }[];

  constructor(providers: { name: string; url: string }[]) {
    this.providers = providers;
  }

  /** From now on a PIX is paid when its fan pays it, and not by itself. */
  async takeOver(): Promise<void> {
    for (const { url } of this.providers) await insist(url, 'PUT', 'settings', { pixPaidAfterSeconds: null });
  }

  /** Pays this code, even after its window; false where no provider takes the money any more. */
  async pay(brCode: string, late: boolean): Promise<boolean> {
    for (const { url } of this.providers) {
      const { status } = await insist(url, 'POST', 'pay', { brCode, late });
      if (status === 200) return true;
      if (status === 409) return false;
    }
    return false;
  }

  get names(): string[] {
    return this.providers.map(({ name }) => name);
  }

  /** Says something to one provider, again while it is away. */
  async control(provider: string, ...said: Said): Promise<void> {
    await insist(this.providers.find(({ name }) => name === provider)!.url, ...said);
  }

  /** Everything in the books, by provider. */
  async books(): Promise<{ provider: string; charges: BookedCharge[] }[]> {
    return Promise.all(this.providers.map(async ({ name, url }) => ({ provider: name, charges: await bookOf(url) })));
  }
}

async function bookOf(url: string): Promise<BookedCharge[]> {
  const charges: BookedCharge[] = [];
  for (let cursor: number | null = 0; cursor !== null; ) {
    const { body } = await insist(url, 'GET', `book?limit=${PAGE}&cursor=${cursor}`);
    const page = body as { charges: BookedCharge[]; nextCursor: number | null };
    charges.push(...page.charges);
    cursor = page.nextCursor;
  }
  return charges;
}

type Said = [method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: object];

async function insist(url: string, ...said: Said): Promise<{ status: number; body: unknown }> {
  for (const deadline = performance.now() + AWAY_MS_MAX; ; await delay(AGAIN_MS)) {
    try {
      return await control(url, ...said);
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}

async function control(url: string, ...[method, path, body]: Said): Promise<{ status: number; body: unknown }> {
  const answer = await request(`${url}/_control/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, body: await answer.body.json() };
}
