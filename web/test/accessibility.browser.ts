import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { houseUrl } from './house.ts';
import { outfit, pages, type Belongings } from './pages.ts';
import { settled, visits } from './visit.ts';

const { open } = visits();
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Somebody's cookies, taken into each browser profile: signing in anew would end the session before. */
let cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
let belongings: Belongings;
beforeAll(async () => {
  const page = await open();
  belongings = await outfit(page.context(), houseUrl());
  cookies = await page.context().cookies();
});

describe.each(['night', 'paper'] as const)('by %s', (theme) => {
  test.each(['pt', 'es', 'en'].flatMap((language) => pages.map((page) => [language, page.name, page] as const)))('axe finds nothing in %s on the page %s', async (language, _, { path }) => {
    // What is wrong at one width is seen at the other: phones with the even ones.
    const page = await open({ theme, phone: (theme === 'night') === (language !== 'es') });
    await page.context().addCookies(cookies);
    await page.goto(`/${language}${path(belongings)}`);
    await settled(page);
    const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`)).toEqual([]);
  });
});
