/** How Next marks what `notFound()` throws. */
const NOT_FOUND = 'NEXT_HTTP_ERROR_FALLBACK;404';

/**
 * A picture, or an answer that there is none. Next keeps what `notFound()` threw in a route for as long as it runs, but an answer only as
 * long as what it was made from (half a minute, box-office/server.ts): who asks before an event is published spoils its picture for nobody.
 */
export function orMissing<Asked>(draw: (asked: Asked) => Promise<Response>): (asked: Asked) => Promise<Response> {
  return async (asked) => {
    try {
      return await draw(asked);
    } catch (error) {
      if ((error as { digest?: unknown } | null)?.digest === NOT_FOUND) return new Response(null, { status: 404 });
      throw error;
    }
  };
}
