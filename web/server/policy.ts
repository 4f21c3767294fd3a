import { hashOf } from './inline-scripts.ts';
import { themeScript } from '../ui/theme-script.ts';

export interface PolicyWishes {
  /** Sources of inline scripts: hashes or a nonce. */
  scripts: string[];
  /** Next's development server evaluates code, writes styles into the page and speaks over a socket. Never in production. */
  development: boolean;
}

/** The Content Security Policy of a page: everything from this server, nothing inline but what is named, nobody frames it. */
export function policyOf({ scripts, development }: PolicyWishes): string {
  return [
    "default-src 'none'",
    ['script-src', "'self'", ...scripts, ...(development ? ["'unsafe-eval'"] : [])].join(' '),
    `style-src 'self'${development ? " 'unsafe-inline'" : ''}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const THEME_HASH = hashOf(themeScript);

/** The policy of a page that is rendered for one request. Next reads the nonce from the request's header of the same name. */
export function policyWithNonce(nonce: string, development: boolean): string {
  return policyOf({ scripts: [`'nonce-${nonce}'`, THEME_HASH], development });
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
