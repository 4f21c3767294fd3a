export interface Wakes {
  /** The person or the connection is back: how things stand may have changed meanwhile. */
  woke: () => void;
  /** Back on this page from the next one, as the browser kept it. */
  returned: () => void;
  offline: () => void;
  /** Another tab of this browser has written this. */
  otherTab: (text: string | null) => void;
}

/** All the ways in which a page that was asleep, hidden or cut off comes to itself again. */
export function listen(storageKey: string, { woke, returned, offline, otherTab }: Wakes): void {
  document.addEventListener('visibilitychange', () => document.hidden || woke());
  addEventListener('online', woke);
  addEventListener('offline', offline);
  addEventListener('pageshow', ({ persisted }) => persisted && returned());
  addEventListener('storage', ({ key, newValue }) => key === storageKey && otherTab(newValue));
}
