import { publicOrigin } from '#programme/addresses.ts';
import { everythingOn } from '#programme/asked.ts';
import { sitemap } from '#programme/found.ts';

export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  return new Response(sitemap(publicOrigin(), await everythingOn()), { headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': 'public, max-age=600' } });
}
