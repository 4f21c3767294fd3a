import type { IncomingMessage } from 'node:http';
import { isLocale, locales, path, preferred } from '../words/locales.ts';

/** What becomes of a request before Next sees it. */
export type Verdict = { kind: 'pass' } | { kind: 'refuse'; status: number; why: string; allow?: string } | { kind: 'redirect'; to: string };

const PASS: Verdict = { kind: 'pass' };
const NOTHING: Verdict = { kind: 'refuse', status: 404, why: 'There is nothing here.' };

// The longest form that a page without JavaScript sends is a checkout with a dozen products.
const BODY_BYTES_MAX = 64 * 1024;
const URL_LENGTH_MAX = 4096;

/**
 * Where pages without JavaScript send their forms. Everywhere else Next would answer a POST with an empty 405, and keep that as the page for
 * everybody where the page is one that it keeps. Ids are taken as they are written: an encoded `..` is another address to Next.
 */
const FORMS = new RegExp(`^/(${locales.join('|')})/events/[\\w-]+/(line/plain|choose/plain/hold)$`);

/** What Next uses between its own parts, or what a page's policy is read from: nobody outside may send it. */
const INTERNAL = ['content-security-policy', 'content-security-policy-report-only', 'x-middleware-subrequest', 'x-prerender-revalidate', 'x-nextjs-data'];

/** Everything that has an address without a language: Next's own files, the line's, public/ and what app/ makes for browsers and search engines. A test compares. */
const FILES = /^\/(_next\/.+|(line|fonts)\/[\w.-]+|icon\.svg|icon-(192|512)\.png|apple-icon\.png|manifest\.webmanifest|robots\.txt|sitemap\.xml|sw\.js)$/;
/** While developing, Next asks itself for what went wrong and where, by POST, too. */
const NEXTS_OWN = /^\/__nextjs_[\w-]+/;

/** Looks at a request's head and takes out of it what is not for outsiders. */
export function judge(request: IncomingMessage, publicUrl: string | undefined, development = false): Verdict {
  for (const name of INTERNAL) delete request.headers[name];
  const { method = 'GET', url = '/' } = request;
  // Browsers read a backslash as a slash, so `/\\evil.example` is another site to them.
  if (url.length > URL_LENGTH_MAX || !url.startsWith('/') || url.startsWith('//') || url.includes('\\')) return { kind: 'refuse', status: 400, why: 'This address cannot be read.' };
  if (development && NEXTS_OWN.test(url)) return isOwn(request, publicUrl) ? PASS : { kind: 'refuse', status: 403, why: 'A question of another site.' };
  const allow = FORMS.test(url.split('?', 1)[0] ?? '') ? ['GET', 'HEAD', 'POST'] : ['GET', 'HEAD'];
  if (!allow.includes(method)) return { kind: 'refuse', status: 405, why: 'Pages are read, and only forms are posted.', allow: allow.join(', ') };
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES_MAX) return { kind: 'refuse', status: 413, why: 'That is more than a form can hold.' };
  if (method === 'POST') return isOwn(request, publicUrl) ? PASS : { kind: 'refuse', status: 403, why: 'A form of another site.' };
  return inALanguage(request);
}

/** A change comes from a page of ours: browsers say so in a header that no page can write. */
function isOwn({ headers }: IncomingMessage, publicUrl: string | undefined): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin } = headers;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  return new URL(origin).host === headers.host || (publicUrl !== undefined && origin === new URL(publicUrl).origin);
}

/** A page's address begins with its language; without one it leads to the reader's own. */
function inALanguage({ url = '/', headers }: IncomingMessage): Verdict {
  const [pathname = '/', query] = url.split('?', 2);
  // Pictures are made by nobody here; the optimiser would fetch and resize whatever it is asked to.
  if (pathname.startsWith('/_next/image')) return NOTHING;
  if (isLocale(pathname.split('/')[1]) || FILES.test(pathname)) return PASS;
  // A file that is not there: whoever reads pages is shown ours about that, in a language; a browser that wants some icon needs none.
  if (pathname.includes('.') && !(headers.accept ?? '').includes('text/html')) return NOTHING;
  const chosen = /(?:^|;\s*)catraca_language=([a-z]{2})(?:;|$)/.exec(headers.cookie ?? '')?.[1];
  const locale = isLocale(chosen) ? chosen : preferred(headers['accept-language']);
  const bare = pathname.replace(/\/+$/, '');
  return { kind: 'redirect', to: `${path(locale, bare === '' ? '/' : bare)}${query === undefined ? '' : `?${query}`}` };
}
