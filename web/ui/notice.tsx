import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const kinds = {
  info: { look: 'border-cool', mark: 'text-cool', sign: 'i' },
  good: { look: 'border-good', mark: 'text-good', sign: '✓' },
  bad: { look: 'border-bad', mark: 'text-bad', sign: '!' },
};

interface NoticeProps {
  kind?: keyof typeof kinds;
  title?: ReactNode;
  /** Good news that cannot wait, either. */
  urgent?: boolean;
  /** False where the focus comes to it: some screen readers would say it twice. */
  live?: boolean;
  className?: string;
  children?: ReactNode;
}

/** Something to know. A bad or urgent one interrupts a screen reader; the others wait their turn. Colour never says it alone. */
export function Notice({ kind = 'info', urgent = kind === 'bad', live = true, title, className, children }: NoticeProps) {
  const { look, mark, sign } = kinds[kind];
  return (
    <div role={live ? (urgent ? 'alert' : 'status') : undefined} className={classNames('flex gap-3 rounded-control border-l-4 bg-raised p-4', look, className)}>
      <span aria-hidden="true" className={classNames('text-lead font-bold', mark)}>
        {sign}
      </span>
      <div className="min-w-0">
        {title !== undefined && <p className="font-bold">{title}</p>}
        {children}
      </div>
    </div>
  );
}
