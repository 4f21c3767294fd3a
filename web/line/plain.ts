import { formatTags } from '#words/locales.ts';
import { undecidedMinutes } from './estimate.ts';
import { framed } from './frame.ts';
import { html, type Markup } from './markup.ts';
import { carriesNames, eventHeading, howTurnsAreDecided, type LineEvent, type Setting } from './page.ts';
import type { Sight, Stop } from './sight.ts';
import { turnstile } from './turnstile.ts';
import { aheadOf, type View, viewOf } from './view.ts';
import { fill, type LiveWords, type PlainWords } from './words.ts';

/** What a form of the plain page asks for. */
export const acts = ['join', 'leave', 'claim'] as const;
export type Act = (typeof acts)[number];

/** What the page says above everything else after a form was sent: a sentence of the words, by its name. */
export type Said = { live: keyof LiveWords } | { plain: keyof PlainWords };

const said: readonly Said[] = [{ live: 'notYet' }, { live: 'busy' }, { plain: 'challenge' }, { plain: 'failed' }];

/** From an address, where anybody may have written it. */
export function readSaid(name: string | null): Said | null {
  return said.find((each) => saidName(each) === name) ?? null;
}

export function saidName(each: Said): string {
  return 'live' in each ? each.live : each.plain;
}

/** What an address may say has happened: only what needs no proof. */
const toldStops: readonly Stop[] = ['left', 'missed', 'lost', 'signIn', 'verify', 'notYours'];

export function readStop(name: string | null): Stop | null {
  return toldStops.find((each) => each === name) ?? null;
}

/** With what has happened, where an address may say it: the place itself is forgotten by then, and the next look would know of nothing. */
export function withStop(path: string, stop: Stop | null): string {
  return readStop(stop) ? `${path}?stop=${stop}` : path;
}

/** Near the turn a person looks often, far from it seldom: what the box office asks a browser that cannot spread its looks. */
export function refreshSeconds(view: View, ahead: number | null): number {
  if (view.scene === 'called' || view.scene === 'admitted') return 30;
  return ahead !== null && ahead < 200 ? 10 : 20;
}

/**
 * The line for one visitor without JavaScript: the same sentences and figures, asked for anew every few seconds. That is the answer's `Refresh` header's business: a line is a
 * real-time event, for which WCAG 2.2.1 makes its exception.
 */
export function plainPage(event: LineEvent, sight: Sight, { locale, words, assets }: Setting, saying: Said | null): { body: string; refresh: string } {
  const view = viewOf(sight, words.live, formatTags[locale], undecidedMinutes(event));
  const path = `/events/${event.id}/line/plain`;
  const seconds = refreshSeconds(view, aheadOf(sight));
  const again = withStop(`/${locale}${path}`, sight.stop);
  const outside = sight.place === null && view.scene === 'joining';
  const body = framed({
    // In another language, too, it is said what has happened.
    locale, words: words.house, assets, path: withStop(path, sight.stop),
    title: view.title === null ? fill(words.page.title, { title: event.title }) : `${view.title} · ${event.title}`,
    description: fill(words.page.description, { title: event.title }),
    main: html`${eventHeading(event, locale, words.page)}
${saying && html`<p class="notice" role="status">${'live' in saying ? words.live[saying.live] : words.plain[saying.plain]}</p>`}
<section class="stage" data-scene="${view.scene}">
${turnstile()}
${view.figure && !isClock(view) && html`<p class="figure"><strong>${view.figure.value}</strong> <span>${view.figure.label}</span></p>`}
${answerBy(event, sight, view, { locale, words, assets })}
<p class="sentence">${outside ? words.plain.outside : view.sentence}</p>
${opening(event, sight, view, { locale, words, assets })}
${outside ? form('join', words.plain.join, path, locale) : step(view, event, path, locale)}
${view.scene === 'anothers' && html`<p><a class="quiet" href="${signInAddress(locale, path)}">${words.live.otherAccount}</a></p>`}
${view.facts.length > 0 && html`<dl class="facts">${view.facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`}
${view.outlook !== null && html`<p class="outlook">${view.outlook}</p>`}
</section>
<p class="refresh">${fill(words.plain.refresh, { seconds })} <a href="${again}">${words.plain.refreshNow}</a></p>
${view.canLeave && !isTurn(view) && sight.signedIn === false && html`<section class="aside"><p>${words.live.signInHint}</p><a class="quiet" href="${signInAddress(locale, path)}">${words.live.signInAction}</a></section>`}
${waits(view) && carriesNames(event) && html`<p class="aside">${words.plain.holders}</p>`}
${howTurnsAreDecided(event, words.page)}
${view.canLeave && html`<details class="leave"><summary>${words.page.leave}</summary><p>${words.page.leaveMeans}</p>${form('leave', words.page.leaveYes, path, locale, 'quiet')}</details>`}`,
  });
  // Without what the last form had to say, which is said once.
  return { body, refresh: `${seconds}; url=${again}` };
}

/** Nothing else is to be done than to wait. Holders are not told ahead here: what was told stays in a browser, which takes JavaScript; so one is told what to have at hand. */
function waits({ scene, canLeave }: View): boolean {
  return canLeave && !isTurn({ scene }) && scene !== 'soldOut';
}

/** There is one thing to do. */
function isTurn({ scene }: Pick<View, 'scene'>): boolean {
  return scene === 'called' || scene === 'admitted';
}

/** A clock that stands still is no clock. */
function isClock({ scene }: View): boolean {
  return scene === 'scheduled' || scene === 'entered' || scene === 'called';
}

function opening(event: LineEvent, sight: Sight, { scene }: View, { locale, words }: Setting): Markup | null {
  const when = (instant: number) => new Intl.DateTimeFormat(formatTags[locale], { dateStyle: 'long', timeStyle: 'short', timeZone: event.timezone }).format(instant);
  if (scene === 'scheduled' || scene === 'entered') return html`<p class="figure">${fill(words.plain.opens, { when: when(sight.opensAt) })}</p>`;
  return null;
}

/** The hour does not stand still while the page does; what was left then is said as of then. */
function answerBy({ timezone }: LineEvent, { place }: Sight, { scene, figure }: View, { locale, words }: Setting): Markup | null {
  if (scene !== 'called' || place?.claimUntil === undefined || figure === null) return null;
  const hour = new Intl.DateTimeFormat(formatTags[locale], { timeStyle: 'medium', timeZone: timezone }).format(Date.parse(place.claimUntil));
  return html`<p class="figure"><strong>${hour}</strong> <span>${fill(words.plain.answerBy, { left: figure.value })}</span></p>`;
}

function signInAddress(locale: string, path: string): string {
  return `/${locale}/sign-in?return=${encodeURIComponent(`/${locale}${path}`)}`;
}

function step({ step: next }: View, event: LineEvent, path: string, locale: string): Markup | null {
  if (next === null) return null;
  const link = (to: string) => html`<div class="step"><a class="main" href="${to}">${next.label}</a></div>`;
  switch (next.name) {
    case 'claim':
    case 'proceed':
      return form('claim', next.label, path, locale);
    case 'again':
    case 'enter':
    case 'retry':
    case 'verified':
      return form('join', next.label, path, locale);
    case 'signIn':
      return link(signInAddress(locale, path));
    case 'choose':
      return link(`/${locale}/events/${event.id}/choose/plain`);
    case 'toEvent':
      return link(`/${locale}/events/${event.id}`);
  }
}

function form(act: Act, label: string, path: string, locale: string, kind = 'main'): Markup {
  return html`<form class="step" method="post" action="/${locale}${path}"><button class="${kind}" name="act" value="${act}">${label}</button></form>`;
}
