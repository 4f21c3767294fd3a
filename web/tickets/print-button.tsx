'use client';

import type { ButtonKind } from '#ui/button-look.ts';
import { Button } from '#ui/button.tsx';

/** The browser's own printing; the page knows how it looks on paper. */
export function PrintButton({ label, kind }: { label: string; kind?: ButtonKind }) {
  return (
    <Button kind={kind} onClick={() => window.print()}>
      {label}
    </Button>
  );
}
