import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface StubProps {
  children: ReactNode;
  /** What is torn off: a price, a code. It stands right of the dashed line, below it on a phone. */
  torn?: ReactNode;
  /** A used ticket has a hole in it. */
  used?: boolean;
  className?: string;
  as?: 'div' | 'article' | 'li';
}

/** A ticket's stub: one edge perforated, a dashed line where it tears. */
export function Stub({ children, torn, used = false, className, as: Element = 'div' }: StubProps) {
  return (
    <Element className={classNames('flex flex-col rounded-r-stub bg-raised py-5 pr-5 pl-7 sm:flex-row sm:items-stretch', used ? 'punched' : 'stub', className)}>
      <div className="min-w-0 flex-1">{children}</div>
      {torn !== undefined && (
        <div className="mt-4 border-t-2 border-dashed border-line pt-4 sm:mt-0 sm:ml-5 sm:border-t-0 sm:border-l-2 sm:pt-0 sm:pl-5">{torn}</div>
      )}
    </Element>
  );
}
