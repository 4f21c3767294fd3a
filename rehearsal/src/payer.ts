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

/** The fans' banks, and a look into the books of the providers that we started ourselves. */
export class Payer {
  private readonly providers: { name: string; url: string }[];

  constructor(providers: { name: string; url: string }[]) {
    this.providers = providers;
  }

  /** From now on a PIX is paid when its fan pays it, and not by itself. */
  async takeOver(): Promise<void> {
    for (const { url } of this.providers) await control(url, 'PUT', 'settings', { pixPaidAfterSeconds: null });
  }

  /** Pays this code, even after its window; false where no provider takes the money any more. */
  async pay(brCode: string, late: boolean): Promise<boolean> {
    for (const { url } of this.providers) {
      const { status } = await control(url, 'POST', 'pay', { brCode, late });
      if (status === 200) return true;
      if (status === 409) return false;
    }
    return false;
  }

  /** Everything in the books, by provider. */
  async books(): Promise<{ provider: string; charges: BookedCharge[] }[]> {
    return Promise.all(this.providers.map(async ({ name, url }) => ({ provider: name, charges: await bookOf(url) })));
  }
}

async function bookOf(url: string): Promise<BookedCharge[]> {
  const charges: BookedCharge[] = [];
  for (let cursor: number | null = 0; cursor !== null; ) {
    const { body } = await control(url, 'GET', `book?limit=${PAGE}&cursor=${cursor}`);
    const page = body as { charges: BookedCharge[]; nextCursor: number | null };
    charges.push(...page.charges);
    cursor = page.nextCursor;
  }
  return charges;
}

async function control(url: string, method: 'GET' | 'PUT' | 'POST', path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const answer = await request(`${url}/_control/${path}`, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, body: await answer.body.json() };
}
