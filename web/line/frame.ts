import { themeScript } from '#ui/theme-script.ts';
import { languageNames, languageTags, type Locale, locales } from '#words/locales.ts';
import { html, Markup } from './markup.ts';
import { turnstileDrawing } from './turnstile.ts';
import type { HouseWords } from './words.ts';

/** Names of the files that web/line/build.ts made, below `/line/`. */
export interface Assets {
  script: string;
  sums: string;
  style: string;
}

export interface Frame {
  locale: Locale;
  /** Of the whole house's header and footer. */
  words: HouseWords;
  assets: Assets;
  title: string;
  description: string;
  /** Below a language's prefix: `/events/…/line`. */
  path: string;
  /** What else stands in the head. */
  head?: Markup | null;
  /** What the script is to know; null where there is none. */
  data?: string | null;
  main: Markup;
}

/**
 * The page around the line, in the house's look without its React. The one inline script is the theme's, constant in all pages and blessed by its hash; everything else is
 * linked, so that the house's content security policy holds without exception.
 */
export function framed({ locale, words, assets, title, description, path, head = null, data = null, main }: Frame): string {
  return html`<!doctype html>
<html lang="${languageTags[locale]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${description}">
<meta name="robots" content="noindex">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/line/${assets.style}">
<script>${new Markup(themeScript)}</script>
${data !== null && html`<script type="module" src="/line/${assets.script}"></script>`}
${head}
</head>
<body${data !== null && html` data-line="${data}"`}>
<a class="skip" href="#main">${words.skip}</a>
<header class="bar"><a class="brand" href="/${locale}"><svg class="mark" viewBox="-50 -50 100 100" aria-hidden="true">${turnstileDrawing()}</svg><span>${words.name}</span></a><nav aria-label="${words.menu}"><a href="/${locale}/tickets">${words['my-tickets']}</a><a href="/${locale}/account">${words.account}</a></nav></header>
<main id="main" tabindex="-1">
${main}
</main>
<footer><div><nav aria-label="${words.language}">${locales.map((each) => html`<a href="/${each}${path}" lang="${languageTags[each]}" hreflang="${languageTags[each]}"${each === locale && html` aria-current="true"`}>${languageNames[each]}</a>`)}</nav>${data !== null && html`<button type="button" data-part="theme" hidden>${words.theme}</button>`}</div><p>${words.about}</p></footer>
</body>
</html>
`.text;
}
