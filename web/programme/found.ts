import { languageTags, locales, path } from '#words/locales.ts';
import { artistPath } from './artist-path.ts';

interface Listed {
  id: string;
  venueId: string;
  artists: string[];
}

/** Pages of one person are of no use to anybody else. */
const personal = ['tickets', 'orders', 'wallet', 'account', 'checkout', 'sign-in', 'sign-up', 'forgot'];

export function robots(origin: string): string {
  const closed = locales.flatMap((locale) => [...personal.map((page) => path(locale, `/${page}`)), path(locale, '/events?')]);
  return ['User-agent: *', 'Disallow: /api/', ...closed.map((page) => `Disallow: ${page}`), `Sitemap: ${origin}/sitemap.xml`, ''].join('\n');
}

// A sitemap holds 50,000 addresses (sitemaps.org); each page counts once per language.
const pagesMax = Math.floor(50_000 / locales.length);

/** Every page that others may find, in each language with its siblings. */
export function sitemap(origin: string, events: readonly Listed[]): string {
  const pages = new Set(['/', ...events.flatMap(({ id, venueId, artists }) => [`/events/${id}`, `/venues/${venueId}`, ...artists.map(artistPath)])]);
  const urls = [...pages].slice(0, pagesMax).flatMap((page) => {
    const siblings = locales.map((locale) => `<xhtml:link rel="alternate" hreflang="${languageTags[locale]}" href="${xml(origin + path(locale, page))}"/>`).join('');
    return locales.map((locale) => `<url><loc>${xml(origin + path(locale, page))}</loc>${siblings}</url>`);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${urls.join('\n')}\n</urlset>\n`;
}

const xml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
