'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

interface DialogProps {
  open: boolean;
  onClose(): void;
  title: string;
  closeLabel: string;
  children: ReactNode;
  /** What to decide; the way out is always there. */
  actions?: ReactNode;
}

/** A question that has to be answered first: the rest of the page waits, Escape and the button lead back to where one was. */
export function Dialog({ open, onClose, title, closeLabel, children, actions }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-sunk/80" />
        <Base.Popup className="fixed inset-x-4 top-[10dvh] z-50 mx-auto grid max-h-[80dvh] max-w-form gap-4 overflow-auto rounded-stub border border-line bg-raised p-6 shadow-lift">
          <Base.Title className="text-title font-bold">{title}</Base.Title>
          <Base.Description render={<div />}>{children}</Base.Description>
          <div className="flex flex-wrap justify-end gap-3">
            <Button kind="quiet" onClick={onClose}>
              {closeLabel}
            </Button>
            {actions}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
