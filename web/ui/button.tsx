import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { buttonLook, type ButtonKind } from './button-look.ts';
import { Spinner } from './spinner.tsx';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind | undefined;
  /** Something is on its way: the button keeps its place and takes no second press. `busyLabel` is read out instead of its text. */
  busy?: boolean | undefined;
  busyLabel?: string | undefined;
  children: ReactNode;
}

export function Button({ kind = 'other', busy = false, busyLabel, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      className={buttonLook(kind, className)}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      {busy && <Spinner />}
      {busy && busyLabel !== undefined ? busyLabel : children}
    </button>
  );
}
