import { nameLines } from '#ui/name-lines.ts';
import { formatTags, type Locale } from '#words/locales.ts';
import { undecidedMinutes, type Windows } from './estimate.ts';
import { type Assets, framed } from './frame.ts';
import { html, type Markup } from './markup.ts';
import { turnstile } from './turnstile.ts';
import { fill, type HouseWords, type LiveWords, type PageWords, type PlainWords } from './words.ts';

/** Of an event what its line's page tells. */
export interface LineEvent extends Windows {
  id: string;
  title: string;
  artists: readonly string[];
  startsAt: string;
  timezone: string;
  venueName: string;
  city: string;
  saleStartsAt: string;
  drawAtOpening: boolean;
  challengeRequired: boolean;
  sessionTicketLimit: number;
  ticketTypes: readonly { holderRequired: boolean }[];
}

export interface Setting {
  locale: Locale;
  words: { house: HouseWords; page: PageWords; live: LiveWords; plain: PlainWords };
  assets: Assets;
}

/** What the page hands to its script. */
export interface ScriptData {
  eventId: string;
  locale: Locale;
  languageTag: string;
  title: string;
  opensAt: number;
  challenge: boolean;
  ticketLimit: number;
  undecidedMinutes: number;
  /** Address of the worker that computes. */
  sums: string;
  words: LiveWords;
}

/** The same bytes for everybody, made once in half a minute: what differs from person to person the script finds out. */
export function linePage(event: LineEvent, { locale, words, assets }: Setting): string {
  const path = `/events/${event.id}/line`;
  const data: ScriptData = {
    eventId: event.id, locale, languageTag: formatTags[locale], title: event.title, opensAt: Date.parse(event.saleStartsAt),
    challenge: event.challengeRequired, ticketLimit: event.sessionTicketLimit, undecidedMinutes: undecidedMinutes(event), sums: `/line/${assets.sums}`, words: words.live,
  };
  return framed({
    locale, words: words.house, assets, path,
    title: fill(words.page.title, { title: event.title }),
    description: fill(words.page.description, { title: event.title }),
    head: html`<noscript><meta http-equiv="refresh" content="0; url=/${locale}${path}/plain"></noscript>`,
    data: JSON.stringify(data),
    main: html`${eventHeading(event, locale, words.page)}
<noscript><p class="notice"><a href="/${locale}${path}/plain">${words.page.plainLink}</a></p></noscript>
<section class="stage" data-part="stage" data-scene="joining" aria-live="off">
${turnstile()}
<p class="figure" data-part="figure" hidden><strong data-part="value"></strong> <span data-part="label"></span></p>
<p class="sentence" data-part="sentence">${words.live.joining}</p>
<div class="step" data-part="step" hidden><button class="main" type="button" data-part="button"></button></div>
<dl class="facts" data-part="facts" hidden></dl>
<p class="outlook" data-part="outlook" hidden></p>
</section>
<p class="notice" data-part="note" hidden></p>
<p class="notice" data-part="offline" hidden></p>
<section class="aside" data-part="account" hidden><p data-part="accountText"></p><a class="quiet" data-part="signIn" href="/${locale}/sign-in?return=${encodeURIComponent(`/${locale}${path}`)}">${words.live.signInAction}</a></section>
${holdersAhead(event, locale, words.page)}
<fieldset class="alerts" data-part="alerts" hidden><legend>${words.page.alerts}</legend>
<label><input type="checkbox" autocomplete="off" data-part="sound"> ${words.page.sound}</label>
<label data-part="notifyRow" hidden><input type="checkbox" autocomplete="off" data-part="notify"> ${words.page.notify}</label>
<p data-part="notifyRefused" hidden>${words.page.notifyRefused}</p></fieldset>
${howTurnsAreDecided(event, words.page)}
<p class="leave" data-part="leave" hidden><button class="quiet" type="button" data-part="leaveButton">${words.page.leave}</button></p>
<dialog data-part="dialog" aria-labelledby="leave-ask"><h2 id="leave-ask">${words.page.leaveAsk}</h2><p>${words.page.leaveMeans}</p>
<form method="dialog"><button class="main" value="stay" autofocus>${words.page.leaveNo}</button><button class="quiet" value="leave">${words.page.leaveYes}</button></form></dialog>
<p class="hidden" role="status" data-part="polite"></p>
<p class="hidden" role="alert" data-part="urgent"></p>
<p class="slow" data-part="slow"><a href="/${locale}${path}/plain">${words.page.slow}</a></p>`,
  });
}

export function eventHeading(event: LineEvent, locale: Locale, words: PageWords): Markup {
  const date = new Intl.DateTimeFormat(formatTags[locale], { dateStyle: 'full', timeStyle: 'short', timeZone: event.timezone }).format(new Date(event.startsAt));
  const [name, rest] = nameLines(event.title);
  return html`<div class="show"><p class="kicker">${words.kicker}</p>
<h1><a href="/${locale}/events/${event.id}">${name}${rest !== null && html`<span class="hidden"> · </span><small>${rest}</small>`}</a></h1>
<p class="when">${event.artists.length > 0 && html`${event.artists.join(', ')}<br>`}<time datetime="${event.startsAt}">${date}</time><br>${event.venueName}, ${event.city}</p></div>`;
}

/** While one waits there is time for what the checkout will ask. A page of its own, so that this one stays light; the place is kept meanwhile. */
function holdersAhead(event: LineEvent, locale: Locale, words: PageWords): Markup | null {
  if (!carriesNames(event)) return null;
  return html`<section class="aside ahead"><p>${words.holders}</p><a class="quiet" href="/${locale}/events/${event.id}/holders">${words.holdersAction}</a></section>`;
}

export const carriesNames = ({ ticketTypes }: LineEvent): boolean => ticketTypes.some(({ holderRequired }) => holderRequired);

export function howTurnsAreDecided(event: LineEvent, words: PageWords): Markup {
  return html`<details><summary>${words.how}</summary>
<p>${event.drawAtOpening ? words.howDraw : words.howOrder}</p><p>${fill(words.howCall, { limit: event.sessionTicketLimit })}</p>
${event.drawAtOpening && html`<p><a href="/api/v1/events/${event.id}/line/draw">${words.draw}</a></p>`}</details>`;
}

/** What a page that says that the box office is away asks of the browser, in the answer's `Refresh` header: the crowd came at different seconds and comes back at different ones. */
export const awayRefresh = '10';

/** There is no such event, or the box office is away: the same face, and a way on. */
export function emptyPage({ locale, words, assets }: Setting, path: string, kind: 'gone' | 'away'): string {
  const { page } = words;
  return framed({
    locale, words: words.house, assets, path, title: kind === 'gone' ? page.goneTitle : page.kicker, description: words.house.about,
    main: html`<section class="stage">${turnstile()}<h1>${kind === 'gone' ? page.goneTitle : page.kicker}</h1><p class="sentence">${page[kind]}</p>
<div class="step"><a class="main" href="/${locale}">${page.toHome}</a></div></section>`,
  });
}
