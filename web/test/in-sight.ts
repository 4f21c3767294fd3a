import type { Locator } from 'playwright-core';

/** Whether all of it stands in the window: nobody has to scroll for it. */
export function isInSight(what: Locator): Promise<boolean> {
  return what.evaluate((element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    return height > 0 && top >= 0 && bottom <= innerHeight;
  });
}
