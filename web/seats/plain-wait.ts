import { getTranslations } from 'next-intl/server';
import type { Failure } from '#box-office/problem.ts';
import { outcome, programme } from '#box-office/server.ts';
import { framed } from '#line/frame.ts';
import { html } from '#line/markup.ts';
import { eventHeading } from '#line/page.ts';
import { settingOf } from '#line/setting.ts';
import { turnstile } from '#line/turnstile.ts';
import { failureText } from '#ui/failure-text.ts';
import type { Locale } from '#words/locales.ts';
import { TIMES_MAX } from './ask-again.ts';
import { chosen, type PlainWish } from './plain-wish.ts';

interface Waiting {
  locale: Locale;
  eventId: string;
  wish: PlainWish;
  failure: Failure;
  seconds: number;
}

/**
 * Says that the box office asked for patience, what it is being asked for, and that the page asks again by itself: the `Refresh` header of this answer does, which no page of
 * Next's can have. In the line's frame, which is the house's look without React.
 */
export async function waitPage({ locale, eventId, wish, failure, seconds }: Waiting): Promise<{ body: string; refresh: string }> {
  const t = await getTranslations({ locale, namespace: 'seats' });
  const any = await getTranslations({ locale });
  const setting = settingOf(locale);
  const { words, assets } = setting;
  const { data: event } = await outcome(programme(locale).GET('/api/v1/events/{eventId}', { params: { path: { eventId } } }));
  const type = event?.ticketTypes.find(({ id }) => id === wish.type);
  const form = `/${locale}/events/${eventId}/choose/plain`;
  const again = `${form}/hold`;
  const body = framed({
    locale, words: words.house, assets, path: `/events/${eventId}/choose/plain/hold`,
    title: event ? `${t('title')} · ${event.title}` : t('title'),
    description: words.house.about,
    main: html`${event !== undefined && eventHeading(event, locale, { ...words.page, kicker: t('title') })}
<section class="stage" data-scene="busy">
${turnstile()}
${type !== undefined && html`<p class="figure"><strong>${wish.quantity} ×</strong> <span>${type.name}</span></p>`}
<p class="sentence" role="status">${failureText(failure, { has: (code) => any.has(`failure.${code}` as never), say: (code) => any(`failure.${code}` as never) })}</p>
<p>${t('plain-wait', { seconds, times: wish.times, max: TIMES_MAX })}</p>
<div class="step"><a class="main" href="${again}">${t('plain-wait-now')}</a></div>
</section>
<section class="aside"><a class="quiet" href="${chosen(form, wish)}">${t('plain-wait-change')}</a></section>`,
  });
  return { body, refresh: `${seconds}; url=${again}` };
}
