import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** The one `h1` of a page, and the plain sentence of what happens here. A show's name stands as on its poster. */
export function PageTitle({ children, lead, show = false, className }: { children: ReactNode; lead?: ReactNode; show?: boolean; className?: string }) {
  return (
    <div className={classNames('grid gap-3', className)}>
      <h1 className={show ? 'font-display text-poster font-extrabold uppercase' : 'text-head font-bold'}>{children}</h1>
      {lead !== undefined && <p className="text-lead text-quiet">{lead}</p>}
    </div>
  );
}
