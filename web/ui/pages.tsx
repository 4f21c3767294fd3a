import { Link } from './link.tsx';

interface PagesProps {
  /** The list's address; a page of it is `?after=<cursor>`. */
  at: string;
  older: string;
  newest: string;
  nextCursor: string | undefined;
  /** Whether this is not the first page. */
  paged: boolean;
}

/** Which page of a list an address asks for; the first one where it says nothing that can be a cursor. */
export function pageAsked({ after }: { after?: string | string[] }): { cursor?: string; paged: boolean } {
  return typeof after === 'string' ? { cursor: after, paged: true } : { paged: false };
}

/** From page to page of a list, the newest first. Nothing where there is only one. */
export function Pages({ at, older, newest, nextCursor, paged }: PagesProps) {
  if (nextCursor === undefined && !paged) return null;
  return (
    <p className="flex flex-wrap justify-between gap-4 border-t border-line pt-4">
      {paged ? (
        <Link href={at} className="inline-flex min-h-11 items-center">
          {newest}
        </Link>
      ) : (
        <span />
      )}
      {nextCursor !== undefined && (
        <Link href={`${at}?after=${encodeURIComponent(nextCursor)}`} className="inline-flex min-h-11 items-center">
          {older}
        </Link>
      )}
    </p>
  );
}
