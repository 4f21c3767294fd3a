import { publicOrigin } from '#programme/addresses.ts';
import { robots } from '#programme/found.ts';

// The address outside is known when the process runs, not when it is built.
export const dynamic = 'force-dynamic';

export function GET(): Response {
  return new Response(robots(publicOrigin()), { headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' } });
}
