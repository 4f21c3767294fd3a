import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface StubProps {
  children: ReactNode;
  /** What is torn off: a price, a code. It stands right of the dashed line, below it on a phone. */
  torn?: ReactNode;
  /** On a phone it stands above all else: what a door wants to see. */
  tornFirst?: boolean;
  /** A used ticket has a hole in it. */
  used?: boolean;
  className?: string;
  as?: 'div' | 'article' | 'li';
}

/** A ticket's stub: one edge perforated, a dashed line where it tears. */
export function Stub({ children, torn, tornFirst = false, used = false, className, as: Element = 'div' }: StubProps) {
  return (
    <Element className={classNames('flex rounded-r-stub bg-raised py-5 pr-5 pl-7 sm:flex-row sm:items-stretch', tornFirst ? 'flex-col-reverse' : 'flex-col', used ? 'punched' : 'stub', className)}>
      <div className="min-w-0 flex-1">{children}</div>
      {torn !== undefined && (
        <div className={classNames('border-dashed border-line sm:ml-5 sm:border-l-2 sm:pl-5', tornFirst ? 'max-sm:mb-4 max-sm:border-b-2 max-sm:pb-4' : 'max-sm:mt-4 max-sm:border-t-2 max-sm:pt-4')}>{torn}</div>
      )}
    </Element>
  );
}
