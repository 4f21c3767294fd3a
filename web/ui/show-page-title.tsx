import type { ReactNode } from 'react';
import { Link } from './link.tsx';
import { PageTitle } from './page-title.tsx';
import { ShowName } from './show-name.tsx';

/** How a page begins on which something is done for a show: its name, which leads back to it, above what is done here. */
export function ShowPageTitle({ show, href, lead, children }: { show: string; href: string; lead: ReactNode; children: ReactNode }) {
  return (
    <div className="grid gap-3">
      <Link href={href} className="font-display text-title font-extrabold uppercase no-underline">
        <ShowName>{show}</ShowName>
      </Link>
      <PageTitle lead={lead}>{children}</PageTitle>
    </div>
  );
}
