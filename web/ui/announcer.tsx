'use client';

import { useSyncExternalStore } from 'react';

let said = '';
const listeners = new Set<() => void>();

/** Says a sentence to who listens to the page, politely. The same sentence twice is said twice. */
export function announce(sentence: string): void {
  // A live region is read when it changes, so a repetition ends in an invisible space.
  said = said === sentence ? `${sentence} ` : sentence;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The page's one live region, in the layout. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => said, () => '');
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {text}
    </div>
  );
}
