import 'server-only';
import { notFound, redirect } from 'next/navigation';
import type { Outcome } from '#box-office/problem.ts';
import { path, type Locale } from '#words/locales.ts';

/**
 * What a page of one person needs, or the way out: to sign in and back, to "there is nothing here", or to the page for trouble.
 * `here`: the page's address without its language.
 */
export function need<Data>(locale: Locale, here: string, { data, failure }: Outcome<Data>): Data {
  if (failure === undefined) return data;
  if (failure.status === 401) redirect(signInFirst(locale, here));
  // Another's is as little there as none; an id that is none is refused as a bad request.
  if (failure.status === 404 || failure.status === 400) notFound();
  throw new Error(`The box office could not be asked: ${failure.code}`);
}

export function signInFirst(locale: Locale, here: string): string {
  return `${path(locale, '/sign-in')}?return=${encodeURIComponent(path(locale, here))}`;
}
