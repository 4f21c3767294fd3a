/** Whether the visitor came by HTTPS, by their own browser's or a proxy's word. */
export const isSecure = ({ request }: { request: Request }): boolean => (request.headers.get('x-forwarded-proto') ?? new URL(request.url).protocol).startsWith('https');

/** A page for one visitor alone; with `refresh` it asks again by itself, which no page of Next's can. */
export function personalPage(body: string, status: number, refresh: string | null, cookies: string[] = []): Response {
  return new Response(body, { status, headers: [['content-type', 'text/html; charset=utf-8'], ...(refresh === null ? [] : [['refresh', refresh] as [string, string]]), ...personalHeaders(cookies)] });
}

/** What a form's answer leads to. */
export function goTo(location: string, cookies: string[] = []): Response {
  return new Response(null, { status: 303, headers: [['location', location], ...personalHeaders(cookies)] });
}

function personalHeaders(cookies: string[]): [string, string][] {
  return [['cache-control', 'private, no-store'], ...cookies.map((cookie): [string, string] => ['set-cookie', cookie])];
}
