import NextLink from 'next/link';
import type { AnchorHTMLAttributes, ReactNode } from 'react';
import { buttonLook, type ButtonKind } from './button.tsx';

interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  href: string;
  children: ReactNode;
}

/** To another page of ours. Nothing is fetched before it is pressed: on the day of a sale every page saved counts. */
export function Link({ href, children, ...rest }: LinkProps) {
  return (
    <NextLink href={href} prefetch={false} {...rest}>
      {children}
    </NextLink>
  );
}

/** A link that is the thing to do on a screen. */
export function LinkButton({ kind = 'other', className, ...rest }: LinkProps & { kind?: ButtonKind }) {
  return <Link {...rest} className={buttonLook(kind, className)} />;
}
