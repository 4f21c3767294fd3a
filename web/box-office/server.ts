import { cookies, headers } from 'next/headers';
import createClient, { type Client } from 'openapi-fetch';
import { languageTags, type Locale } from '#words/locales.ts';
import type { paths } from './schema.d.ts';

export { outcome } from './outcome.ts';

// A page that waits longer than this for the box office would rather say so.
const TIMEOUT_MS = 8000;

/** How old what a static page shows of the programme may be. What is live is asked for by the browser. */
const PROGRAMME_SECONDS = 30;

function apiUrl(): string {
  const url = process.env['API_URL'];
  if (url === undefined) throw new Error('API_URL is not set: the web process does not know where the API is.');
  return url;
}

const fetchInTime: typeof fetch = (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });

/** For pages that are the same for everybody: no cookie goes out, and answers are kept for half a minute. */
export function programme(locale: Locale): Client<paths> {
  return createClient<paths>({
    baseUrl: apiUrl(),
    headers: { 'accept-language': languageTags[locale] },
    fetch: (request: Request) => fetchInTime(request, { next: { revalidate: PROGRAMME_SECONDS } } as RequestInit),
  });
}

/** For pages of one person: their cookies go along, nothing is kept. Only in pages that are rendered per request. */
export async function personal(locale: Locale): Promise<Client<paths>> {
  const asked = await headers();
  const told = { 'accept-language': languageTags[locale], cookie: (await cookies()).toString() };
  const passedOn = ['x-request-id', 'x-forwarded-for', 'user-agent'].flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return createClient<paths>({
    baseUrl: apiUrl(),
    headers: { ...Object.fromEntries(passedOn), ...told },
    fetch: (request: Request) => fetchInTime(request, { cache: 'no-store' }),
  });
}
