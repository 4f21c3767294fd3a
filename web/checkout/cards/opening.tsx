import { useTranslations } from 'next-intl';
import { type RefObject, useEffect, useRef } from 'react';
import { Spinner } from '#ui/spinner.tsx';

interface OpeningProps {
  /** Whoever has pressed to pay before there is anything to type into. */
  early: boolean;
  /** Where that press leads: what will be there is missing, and here it comes. */
  place: RefObject<HTMLParagraphElement | null>;
}

/** What stands where a provider's fields will be. A change of its sentence is read out. */
export function Opening({ early, place }: OpeningProps) {
  const t = useTranslations('checkout.cards');
  return (
    <p ref={place} role="status" tabIndex={-1} className="flex items-center gap-2">
      <Spinner /> {t(early ? 'coming-early' : 'coming')}
    </p>
  );
}

/** The place that had the focus is gone, and nobody has taken it since. */
export const isFocusLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

/** Who waited here with a keyboard, or listening, goes on in the fields once they are there; who has gone elsewhere meanwhile is left alone. */
export function useWayIn(isOpen: boolean, early: RefObject<boolean>, goIn: () => void): RefObject<HTMLParagraphElement | null> {
  const place = useRef<HTMLParagraphElement>(null);
  const last = useRef(goIn);
  useEffect(() => void (last.current = goIn));
  useEffect(() => {
    const waited = early.current && isFocusLost();
    if (isOpen) early.current = false;
    if (!waited) return;
    if (isOpen) last.current();
    // Another provider's turn: its fields are waited for in the same way.
    else place.current?.focus();
  }, [isOpen, early]);
  return place;
}
