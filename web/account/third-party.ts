import 'server-only';

// Whether there is a third party is configuration: it changes with a restart, and a page need not ask more often.
const REMEMBERED_MS = 5 * 60_000;
// The sign-in page does not wait for somebody else's server.
const TIMEOUT_MS = 2_000;

let known: { offered: boolean; until: number } | undefined;

/** Whether the box office has a third party to sign in with: its way there exists, and leads away. */
export async function offersThirdParty(): Promise<boolean> {
  const { API_URL } = process.env;
  if (API_URL === undefined) return false;
  if (known && known.until > Date.now()) return known.offered;
  const offered = await fetch(`${API_URL}/api/v1/auth/oidc`, { redirect: 'manual', cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) }).then(
    ({ status }) => status === 302,
    () => false,
  );
  known = { offered, until: Date.now() + REMEMBERED_MS };
  return offered;
}
