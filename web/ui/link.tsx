import type { AnchorHTMLAttributes, ReactNode } from 'react';
import { buttonLook, type ButtonKind } from './button-look.ts';

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
  children: ReactNode;
}

/**
 * To another page of ours: the browser's own link. Next's would cost every first visit 6 KB of script and fetch pages that nobody asked for;
 * what it saves, a page that is kept by the server and small anyway, is less.
 */
export function Link(props: LinkProps) {
  return <a {...props}>{props.children}</a>;
}

/** A link that is the thing to do on a screen. */
export function LinkButton({ kind = 'other', className, ...rest }: LinkProps & { kind?: ButtonKind }) {
  return <Link {...rest} className={buttonLook(kind, className)} />;
}
