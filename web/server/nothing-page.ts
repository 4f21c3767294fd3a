import assets from '#line/built.json' with { type: 'json' };
import { framed } from '#line/frame.ts';
import { html } from '#line/markup.ts';
import { turnstile } from '#line/turnstile.ts';
import en from '#words/en.json' with { type: 'json' };
import es from '#words/es.json' with { type: 'json' };
import { isLocale, locales } from '#words/locales.ts';
import pt from '#words/pt.json' with { type: 'json' };

const words = { pt: pt.ui, es: es.ui, en: en.ui };

/** There is no such page: said with and without JavaScript, in the language of the address and the palette that was chosen. What Next sends is an empty document that its scripts fill. */
export function nothingPage(url: string): string {
  const pathname = url.split('?', 1)[0] ?? '/';
  const [, first, rest = ''] = /^\/([^/]*)(.*)$/s.exec(pathname) ?? [];
  const locale = isLocale(first) ? first : locales[0];
  const house = words[locale];
  return framed({
    locale, words: house, assets, path: isLocale(first) ? rest : pathname, title: `${house['not-found']} · ${house.name}`, description: house.about,
    main: html`<section class="stage">${turnstile()}<h1>${house['not-found']}</h1><p class="sentence">${house['not-found-lead']}</p>
<div class="step"><a class="main" href="/${locale}">${house['to-home']}</a></div></section>`,
  });
}
