import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import en from '#words/en.json' with { type: 'json' };
import es from '#words/es.json' with { type: 'json' };
import { locales } from '#words/locales.ts';
import pt from '#words/pt.json' with { type: 'json' };
import { html } from './markup.ts';
import { emptyPage, type LineEvent, linePage, type Setting } from './page.ts';
import { plainPage } from './plain.ts';
import type { Place, Stop } from './sight.ts';

const words = { pt, es, en };
const settingOf = (locale: 'pt' | 'es' | 'en'): Setting => ({ locale, words: { house: words[locale].ui, ...words[locale].line }, assets: { script: 'line.abc.js', sums: 'sums.abc.js', style: 'line.abc.css' } });
const newEvent = (over: Partial<LineEvent> = {}): LineEvent => ({
  id: '019aa000-0000-7000-8000-000000000101', title: 'Noite de Gala', artists: ['Orquestra'], startsAt: '2026-12-12T23:00:00Z', timezone: 'America/Sao_Paulo', venueName: 'Cassino', city: 'Rio de Janeiro',
  saleStartsAt: '2026-12-01T12:00:00Z', drawAtOpening: true, challengeRequired: false, sessionTicketLimit: 2,
  claimSeconds: 120, admissionSeconds: 600, holdSeconds: 420, paymentWindowSeconds: 300,
  ticketTypes: [{ holderRequired: false }], ...over,
});
const evil = `"><script>alert('1')</script>&`;
const inlineScripts = (page: string) => [...page.matchAll(/<script(?![^>]*src=)[^>]*>/g)].length;

test.each(locales)('the first answer stays under 14 KB on the wire in %s, with the longest names there may be', (locale) => {
  const page = linePage(newEvent({ title: 'Ü'.repeat(200), artists: Array.from({ length: 50 }, (_, index) => `Artist ${index} ${'ñ'.repeat(40)}`) }), settingOf(locale));
  expect(gzipSync(page).length).toBeLessThan(14 * 1024);
});

test('where tickets carry names, who waits is led to where they are told; the first answer stays as light', () => {
  const named = newEvent({ ticketTypes: [{ holderRequired: false }, { holderRequired: true }] });
  for (const locale of locales) {
    expect(linePage(named, settingOf(locale))).toContain(`href="/${locale}/events/${named.id}/holders"`);
    expect(gzipSync(linePage(named, settingOf(locale))).length).toBeLessThan(14 * 1024);
  }
  expect(linePage(newEvent(), settingOf('pt'))).not.toContain('/holders');
});

test.each(locales)('without JavaScript who waits is told what to have at hand, and led to no page that could not keep it: %s', (locale) => {
  const named = newEvent({ ticketTypes: [{ holderRequired: true }] });
  const setting = settingOf(locale);
  const sight = { place: { lineToken: 't', entry: 4, position: 5, state: 'waiting' }, serving: { serving: 1, calledPerMinute: 1, state: 'open', remaining: 9, entries: 6, pollAfterMs: 1_000 }, stop: null, signedIn: false, opensAt: 0, now: 0, paces: [], ticketLimit: 2 } as const;
  const bodyOf = (event: LineEvent, state: Place['state'], over: { signedIn?: boolean | undefined } = {}) => plainPage(event, { ...sight, ...over, place: { ...sight.place, state } }, setting, null).body;
  const said = String(html`${setting.words.plain.holders}`);
  expect(bodyOf(named, 'waiting')).toContain(said);
  expect(bodyOf(named, 'waiting')).not.toContain('/holders');
  expect(bodyOf(newEvent(), 'waiting')).not.toContain(said);
  const signIn = String(html`${setting.words.live.signInHint}`);
  expect(bodyOf(named, 'waiting')).toContain(signIn);
  for (const signedIn of [true, undefined]) expect(bodyOf(named, 'waiting', { signedIn }), 'who is signed in, or may be').not.toContain(signIn);
  for (const state of ['called', 'admitted'] as const) {
    for (const other of [said, signIn]) expect(bodyOf(named, state), `${state}: there is something else to do`).not.toContain(other);
  }
});

test('without JavaScript it is still said at the next look why a place has ended, though it is forgotten by then', () => {
  const event = newEvent();
  const path = `/pt/events/${event.id}/line/plain`;
  const seen = (stop: Stop | null) => plainPage(event, { place: null, serving: null, stop, signedIn: false, opensAt: 0, now: 0, paces: [], ticketLimit: 2 }, settingOf('pt'), null);
  for (const stop of ['missed', 'lost', 'left', 'notYours'] as const) {
    const { body, refresh } = seen(stop);
    expect(refresh).toBe(`20; url=${path}?stop=${stop}`);
    expect(body).toContain(`<a href="${path}?stop=${stop}">${settingOf('pt').words.plain.refreshNow}</a>`);
    for (const locale of locales) expect(body, 'in another language').toContain(`href="/${locale}/events/${event.id}/line/plain?stop=${stop}"`);
    expect(body, 'what is done next begins anew').toMatch(new RegExp(`action="${path}"|return=${encodeURIComponent(path)}"`));
  }
  for (const stop of [null, 'stuck'] as const) expect(seen(stop).refresh).toBe(`20; url=${path}`);
});

test.each(locales)('whose turn is over is told where tickets are by the name that the same page links to: %s', (locale) => {
  const { words } = settingOf(locale);
  const { body } = plainPage(newEvent(), { place: null, serving: null, stop: 'missed', signedIn: false, opensAt: 0, now: 0, paces: [], ticketLimit: 2 }, settingOf(locale), null);
  expect(words.live.missed).toContain(words.house['my-tickets']);
  expect(body).toMatch(new RegExp(`href="/${locale}/tickets"[^>]*>${words.house['my-tickets']}<`));
});

test('a tour or a night stands below the name of its show', () => {
  const heading = (title: string) => /<h1>.*<\/h1>/.exec(linePage(newEvent({ title }), settingOf('pt')))?.[0];
  expect(heading('Noite · Segunda · Extra')).toContain('>Noite<span class="hidden"> · </span><small>Segunda · Extra</small></a>');
  expect(heading('Noite')).not.toContain('<small>');
});

test('what an organiser writes is text, wherever it stands', () => {
  const event = newEvent({ title: evil, artists: [evil], venueName: evil, city: evil });
  const sight = { place: null, serving: null, stop: null, signedIn: false, opensAt: 0, now: 0, paces: [], ticketLimit: 2 };
  for (const page of [linePage(event, settingOf('en')), plainPage(event, sight, settingOf('en'), null).body]) {
    expect(page).not.toContain(`<script>alert`);
    expect(page).not.toMatch(/="[^"]*alert\('1'\)/);
    expect(inlineScripts(page), 'the theme alone').toBe(1);
    expect(page).toContain('&lt;script&gt;alert(&#39;1&#39;)');
  }
});

test('the script gets its data whole, through the attribute', () => {
  const page = linePage(newEvent({ title: evil }), settingOf('pt'));
  const attribute = /data-line="([^"]*)"/.exec(page)![1]!;
  const data = JSON.parse(attribute.replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'));
  expect(data).toMatchObject({ title: evil, opensAt: Date.parse('2026-12-01T12:00:00Z'), sums: '/line/sums.abc.js', languageTag: 'pt-BR' });
});

test('every part that the script writes to stands in the page once', () => {
  const page = linePage(newEvent(), settingOf('pt'));
  const folder = join(import.meta.dirname, 'script');
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  const parts = new Set([...sources.matchAll(/\b(?:part|write|show)(?:<\w+>)?\('(\w+)'/g)].map((match) => match[1]!));
  expect(parts.size).toBeGreaterThan(20);
  expect([...parts].filter((name) => page.split(`data-part="${name}"`).length !== 2)).toEqual([]);
});

test('nothing in the pages needs an exception of the content security policy, but for the theme', () => {
  for (const page of [linePage(newEvent(), settingOf('pt')), emptyPage(settingOf('es'), '/events/x/line', 'gone'), emptyPage(settingOf('es'), '/events/x/line', 'away')]) {
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
    expect(inlineScripts(page)).toBe(1);
  }
});

test('whoever has no JavaScript is led to the page that needs none', () => {
  expect(linePage(newEvent(), settingOf('en'))).toContain('<noscript><meta http-equiv="refresh" content="0; url=/en/events/019aa000-0000-7000-8000-000000000101/line/plain"></noscript>');
});
