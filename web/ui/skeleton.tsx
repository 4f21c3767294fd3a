import { classNames } from './class-names.ts';

/** Where something will stand in a moment; its size comes from `className`. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden="true" className={classNames('skeleton rounded-control', className ?? 'h-5 w-full')} />;
}
