import { createHash } from 'node:crypto';
import { type Language, negotiateLanguage } from '../translations.js';

// The two palettes of web/ui/tokens.css: what stands here must look like the page it stands for, without asking for a file that may be away, too.
const style = `html{background:#100c18;color:#f6f0e6;font:18px/1.5 Figtree,system-ui,sans-serif}main{max-width:32rem;margin:20vh auto 0;padding:0 1rem;text-align:center}svg{width:5rem;color:#ffb84d}a{color:#ffc978}
@media(prefers-color-scheme:light){html{background:#f6efe1;color:#1d1626}svg{color:#ae3e0e}a{color:#8c3209}}`;

/** For pages made here, without a script and with this one style. */
export const awayPolicy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const again: Record<Language, string> = { en: 'Try again', 'pt-BR': 'Tentar de novo', es: 'Intentar de nuevo' };
const unreadable: Record<Language, string> = { en: 'This address cannot be read', 'pt-BR': 'Não dá para ler este endereço', es: 'No se puede leer esta dirección' };
const home: Record<Language, string> = { en: 'See what is on', 'pt-BR': 'Ver o que está em cartaz', es: 'Ver la cartelera' };

const arm = '<path d="M-5-41h10v35h-10z"/><circle cy="-41" r="7"/>';

/** The language of a page's address, else the one that the browser would rather read. */
export function pageLanguage(url: string, acceptLanguage: string | undefined): Language {
  return negotiateLanguage(/^\/(pt|es|en)(?=[/?]|$)/.exec(url)?.[1] ?? acceptLanguage);
}

/** A sentence instead of a page that cannot be had now; it looks for the page again by itself. */
export function awayPage(language: Language, sentence: string, retrySeconds: number): string {
  return pageOf(language, sentence, { href: '', words: again[language] }, `<meta http-equiv="refresh" content="${retrySeconds}">`);
}

/** A sentence instead of a page that its address cannot be the address of: nothing is gained by trying again. */
export function unreadablePage(language: Language): string {
  return pageOf(language, unreadable[language], { href: '/', words: home[language] });
}

function pageOf(language: Language, sentence: string, way: { href: string; words: string }, head = ''): string {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">${head}<title>Catraca</title><style>${style}</style></head>
<body><main><svg viewBox="-50 -50 100 100" fill="currentColor" aria-hidden="true">${[0, 120, 240].map((angle) => `<g transform="rotate(${angle})">${arm}</g>`).join('')}<circle r="15"/></svg>
<h1>${sentence}</h1><p><a href="${way.href}">${way.words}</a></p></main></body></html>
`;
}
