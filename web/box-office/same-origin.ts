/**
 * Whether a form was sent by one of our own pages: what `Sec-Fetch-Site` says, or where a browser does not send that, `Origin` against the host that
 * was asked. A request without either is a program's, which has nobody's cookies.
 */
export function isOwnForm(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  if (origin === null) return true;
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  return URL.canParse(origin) && new URL(origin).host === host;
}
