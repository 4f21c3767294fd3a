// A path with its query; what is longer was not made by these pages.
const LENGTH_MAX = 500;

/** Where somebody goes after signing in: a path of this site, never another site's address that a link brought along. */
export function returnAddress(wished: string | string[] | undefined, otherwise: string): string {
  if (typeof wished !== 'string' || wished.length > LENGTH_MAX || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wished)) return otherwise;
  const here = 'https://here.invalid';
  const { origin, pathname, search, hash } = new URL(wished, here);
  // The API answers with data and its GETs may redirect; only pages are shown to people.
  return origin === here && !pathname.startsWith('//') && !/^\/api(\/|$)/.test(pathname) ? `${pathname}${search}${hash}` : otherwise;
}
