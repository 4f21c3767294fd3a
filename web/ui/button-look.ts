import { classNames } from './class-names.ts';

export type ButtonKind = 'main' | 'other' | 'quiet' | 'danger';

const kinds: Record<ButtonKind, string> = {
  // The one thing to do on a screen.
  main: 'bg-light text-on-light border-transparent font-bold shadow-lift hover:brightness-110',
  other: 'bg-raised text-ink border-edge font-semibold hover:border-light',
  quiet: 'bg-transparent text-link border-transparent font-semibold underline underline-offset-4 hover:bg-raised',
  danger: 'bg-raised text-bad border-bad font-semibold hover:bg-sunk',
};

/** How a button looks, for what is one without being a `Button`. */
export function buttonLook(kind: ButtonKind, className?: string): string {
  const shape = 'inline-flex min-h-11 items-center justify-center gap-2 rounded-control border px-5 py-2 text-center text-plain no-underline transition cursor-pointer';
  return classNames(shape, 'disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60', kinds[kind], className);
}
