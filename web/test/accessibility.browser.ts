import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import en from '#words/en.json' with { type: 'json' };
import es from '#words/es.json' with { type: 'json' };
import pt from '#words/pt.json' with { type: 'json' };
import { faults } from './axe.ts';
import { houseUrl } from './house.ts';
import { admitAgain, outfit, pages, type Belongings } from './pages.ts';
import { settled, visits } from './visit.ts';

const { open } = visits();
/** What a page is called that says nothing of itself. */
const nameless = { pt: pt.ui, es: es.ui, en: en.ui };

/** Somebody's cookies, taken into each browser profile: signing in anew would end the session before. */
let cookies: Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>;
let belongings: Belongings;
beforeAll(async () => {
  const page = await open();
  belongings = await outfit(page.context(), houseUrl());
  cookies = await page.context().cookies();
});

describe.each(['night', 'paper'] as const)('by %s', (theme) => {
  test.each((['pt', 'es', 'en'] as const).flatMap((language) => pages.map((page) => [language, page.name, page] as const)))('axe finds nothing in %s on the page %s, and its title says what it is', async (language, name, { path }) => {
    // What is wrong at one width is seen at the other: phones with the even ones.
    const page = await open({ theme, phone: (theme === 'night') === (language !== 'es') });
    await page.context().addCookies(cookies);
    if (name === 'choose-seats') await admitAgain(page.context(), houseUrl());
    await page.goto(`/${language}${path(belongings)}`);
    await settled(page);
    expect(await faults(page)).toEqual([]);
    expect(await page.title()).not.toContain(nameless[language].tagline);
  });
});
