import { type CardSources, noCards } from './card-sources.ts';
import { hashOf } from './inline-scripts.ts';
import { themeScript } from '../ui/theme-script.ts';

export interface PolicyWishes {
  /** Sources of inline scripts: hashes or a nonce. */
  scripts: string[];
  /** Of the providers whose fields take a card on this page: their demand, and the only other sites there are. */
  cards?: CardSources;
  /** Next's development server evaluates code, writes styles into the page and speaks over a socket. Never in production. */
  development: boolean;
}

/** The Content Security Policy of a page: everything from this server but what takes a card, nothing inline but what is named, nobody frames it. */
export function policyOf({ scripts, cards = noCards, development }: PolicyWishes): string {
  return [
    "default-src 'none'",
    ['script-src', "'self'", ...scripts, ...cards.scripts, ...(development ? ["'unsafe-eval'"] : [])].join(' '),
    `style-src 'self'${development ? " 'unsafe-inline'" : ''}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ['connect-src', "'self'", ...cards.connections, ...(development ? ['ws:'] : [])].join(' '),
    ...(cards.frames.length > 0 ? [['frame-src', ...cards.frames].join(' ')] : []),
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const THEME_HASH = hashOf(themeScript);

/** The policy of a page that is made here and not by Next: the theme is its one script inline. */
export const ownPolicy = policyOf({ scripts: [THEME_HASH], development: false });

/** The policy of a page that is rendered for one request. Next reads the nonce from the request's header of the same name. */
export function policyWithNonce(nonce: string, development: boolean, cards = noCards): string {
  return policyOf({ scripts: [`'nonce-${nonce}'`, THEME_HASH], cards, development });
}

/** What a script, a style or a face tells browsers: guess no types, and be of no use to another site. */
export const safeHeadersOfFiles: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

/** What every other answer tells browsers. Camera and the like are nobody's business here; what another site opens is no window of ours. */
export const safeHeaders: Record<string, string> = {
  ...safeHeadersOfFiles,
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()',
};
