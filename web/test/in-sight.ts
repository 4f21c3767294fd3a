import type { Locator } from 'playwright-core';

/** Whether all of it stands in the window and nothing before it: nobody has to scroll for it. */
export function isInSight(what: Locator): Promise<boolean> {
  return what.evaluate((element) => {
    const { top, bottom, left, width, height } = element.getBoundingClientRect();
    // A pixel within its edges, which may lie between two.
    const isThere = (y: number) => element.contains(document.elementFromPoint(left + width / 2, y));
    return height > 0 && top >= 0 && bottom <= innerHeight && isThere(top + 1) && isThere(bottom - 1);
  });
}
