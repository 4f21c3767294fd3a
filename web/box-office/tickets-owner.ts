/** The part of a browser's storage that this needs. */
type Drawer = Pick<Storage, 'getItem' | 'setItem'>;

const KEY = 'catraca.tickets-of';

/** Whether what the worker keeps may be another's than this one's, who from now on is whose tickets are kept here. What keeps nothing knows nobody: then it may be. */
export function changesOwner(drawer: () => Drawer, userId: string): boolean {
  try {
    const before = drawer().getItem(KEY);
    if (before !== userId) drawer().setItem(KEY, userId);
    return before !== userId;
  } catch {
    return true;
  }
}
