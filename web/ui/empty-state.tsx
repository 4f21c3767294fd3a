import type { ReactNode } from 'react';
import { Turnstile } from './turnstile.tsx';

/** Nothing is here, and what to do about it. */
export function EmptyState({ title, children, action }: { title: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-3 px-4 py-14 text-center">
      <Turnstile className="size-16 opacity-80" />
      <div className="text-title font-bold">{title}</div>
      {children !== undefined && <div className="max-w-form text-quiet">{children}</div>}
      {action}
    </div>
  );
}
