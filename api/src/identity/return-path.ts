// A path with its query. A browser keeps 4 KB of cookie, and the attempt's other secrets take 400 bytes of it.
const LENGTH_MAX = 500;

/**
 * Where somebody goes after signing in: a path of this site as browsers write it, never the address of another that a link brought along, nor the API, whose
 * answers are not for people. Null for everything else.
 *
 * Browsers take `\` for `/`, and drop tabs and line breaks from addresses: what has any of these is no path of ours.
 */
export function returnPath(wished: string | undefined): string | null {
  if (wished === undefined || wished.length > LENGTH_MAX || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wished)) return null;
  const here = 'https://here.invalid';
  if (!URL.canParse(wished, here)) return null;
  const { origin, pathname, search, hash } = new URL(wished, here);
  // `/a/..//evil.example` is written `//evil.example` by then: another site.
  if (origin !== here || pathname.startsWith('//') || /^\/api(\/|$)/i.test(pathname)) return null;
  const written = `${pathname}${search}${hash}`;
  // Written with `%C3%A3` for `ã` it may have grown.
  return written.length > LENGTH_MAX ? null : written;
}
