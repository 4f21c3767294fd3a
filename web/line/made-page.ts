import { outcome, programme } from '#box-office/server.ts';
import type { Locale } from '#words/locales.ts';
import { awayRefresh, emptyPage, linePage } from './page.ts';
import { settingOf } from './setting.ts';

/** Pages that this process has made: with these the next making may fail, and the page that is kept stays. More are nobody's ordinary season. */
const made = new Set<string>();
const madeMax = 1_000;

/** The answer that everybody gets for half a minute. @throws Error when the box office is away and an earlier page can be kept */
export async function lineAnswer(locale: Locale, eventId: string): Promise<Response> {
  const setting = settingOf(locale);
  const path = `/events/${eventId}/line`;
  const key = `${locale} ${eventId}`;
  const { data, failure } = await outcome(programme(locale).GET('/api/v1/events/{eventId}', { params: { path: { eventId } } }));
  if (failure) {
    if (failure.status >= 400 && failure.status < 500 && failure.status !== 429) return answer(emptyPage(setting, path, 'gone'), 404);
    if (made.has(key)) throw new Error(`the box office does not answer: ${failure.code}`);
    return answer(emptyPage(setting, path, 'away'), 503, { refresh: awayRefresh });
  }
  if (made.size >= madeMax) made.clear();
  made.add(key);
  if (!data.lineRequired) return new Response(null, { status: 307, headers: { location: `/${locale}/events/${eventId}/choose` } });
  return answer(linePage(data, setting), 200);
}

function answer(body: string, status: number, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } });
}
