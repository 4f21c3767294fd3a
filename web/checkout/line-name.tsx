import type { ReactNode } from 'react';
import { kindWithin } from '#ui/kind-within.ts';

/** What one line of a purchase is of. */
export function LineName({ label, name, quantity, children }: { label: string; name: string; quantity: number; children?: ReactNode }) {
  return (
    <span>
      {quantity > 1 && `${quantity} × `}
      {label}
      {name !== '' && name !== label && <span className="block text-fine text-quiet first-letter:uppercase">{kindWithin(label, name)}</span>}
      {children}
    </span>
  );
}
