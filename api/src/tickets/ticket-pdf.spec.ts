import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import jsqr from 'jsqr';
import { describe, expect, test } from 'vitest';
import { fit, printable, textWidth } from '#paper';
import { makeTicketCode } from './ticket-code.js';
import { maskedDocument, shortId, type TicketDocument } from './ticket-document.js';
import { TicketKeys } from './ticket-keys.js';
import { ticketPdf } from './ticket-pdf.js';
import { documentLanguage, showTime } from './ticket-words.js';

const eventId = '019aa0c1-7b52-7c3e-9d44-0123456789ab';
const code = makeTicketCode(new TicketKeys([Buffer.alloc(32, 7)]), eventId);

function newTicket(change: Partial<TicketDocument> = {}): TicketDocument {
  return {
    ticketId: '019aa0c1-7b52-7c3e-9d44-0123456789ab',
    orderId: '019aa0c1-7b52-7c3e-9d44-01234f67c9ad',
    code: code.text,
    issuedAt: new Date('2026-11-20T12:00:00Z'),
    eventTitle: 'Noite de Coração',
    artist: 'Mônica Ávila',
    startsAt: new Date('2027-03-14T00:00:00Z'),
    timezone: 'America/Sao_Paulo',
    venueName: 'Cassino da Urca',
    city: 'Rio de Janeiro',
    section: 'Plateia A',
    row: 'C',
    seat: '12',
    ticketTypeName: 'Inteira',
    holderName: 'João Conceição',
    holderDocument: '52998224725',
    proofRequired: false,
    language: 'pt-BR',
    ...change,
  };
}

/** The drawing instructions of every page. */
function drawings(pdf: Buffer): string[] {
  const pages: string[] = [];
  for (let at = pdf.indexOf('stream\n'); at !== -1; at = pdf.indexOf('stream\n', at + 7)) {
    if (pdf.toString('latin1', at - 3, at) === 'end') continue;
    pages.push(inflateSync(pdf.subarray(at + 7, pdf.indexOf('endstream', at))).toString('latin1'));
  }
  return pages;
}

/** What the page says, kerning taken out; the standard fonts write Windows-1252, here read as Latin-1. */
function textOf(drawing: string): string {
  return [...drawing.matchAll(/\[(.*?)\] TJ/g)]
    .map(([, shown]) => Buffer.from([...shown!.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex).join(''), 'hex').toString('latin1'))
    .join('\n');
}

/** Paints the small rectangles of a page (the QR code's modules) and shows them to a reader. */
function readQr(drawing: string): string | undefined {
  const squares = [...drawing.matchAll(/([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re/g)].map((match) => match.slice(1).map(Number) as [number, number, number, number]);
  const size = squares[0]![3];
  const [left, top] = [Math.min(...squares.map(([x]) => x)), Math.min(...squares.map(([, y]) => y))];
  const pixels = 49 * 3;
  const data = new Uint8ClampedArray(pixels * pixels * 4).fill(255);
  for (const [x, y, width] of squares) {
    const [column, row, length] = [Math.round((x - left) / size) + 4, Math.round((y - top) / size) + 4, Math.round(width / size)];
    for (let line = row * 3; line < row * 3 + 3; line++) {
      for (let dot = column * 3; dot < (column + length) * 3; dot++) data.fill(0, (line * pixels + dot) * 4, (line * pixels + dot) * 4 + 3);
    }
  }
  return jsqr.default(data, pixels, pixels)?.data;
}

describe('a ticket document', () => {
  test('carries a QR code that reads back as the ticket code', async () => {
    const [page] = drawings(await ticketPdf([newTicket()]));
    expect(readQr(page!)).toBe(code.text);
  });

  test('says what a person at the door asks, with every accent', async () => {
    const text = textOf(drawings(await ticketPdf([newTicket({ proofRequired: true })]))[0]!);
    for (const part of ['Noite de Coração', 'Mônica Ávila', 'Sábado', '13 de março de 2027', '21:00', 'Cassino da Urca', 'Plateia A', 'C', '12', 'João Conceição', 'CPF ***.982.247-**', '4567-89AB', '4F67-C9AD', 'Benefício com comprovação']) {
      expect(text.split('\n')).toContain(part);
    }
    expect(text).not.toContain('52998224725');
  });

  test('speaks the buyer’s language and keeps the venue’s time', async () => {
    const spanish = textOf(drawings(await ticketPdf([newTicket({ language: 'es', timezone: 'Europe/Madrid' })]))[0]!);
    expect(spanish).toContain('ENTRADA');
    expect(spanish).toContain('Domingo');
    expect(spanish).toContain('01:00');
    const english = textOf(drawings(await ticketPdf([newTicket({ language: 'en' })]))[0]!);
    expect(english).toContain('March 13, 2027');
    expect(english).not.toContain('proof');
  });

  test('has one page a ticket, and the same bytes every time', async () => {
    const tickets = [newTicket(), newTicket({ seat: '13' })];
    const [once, again] = [await ticketPdf(tickets), await ticketPdf(tickets)];
    expect(once.equals(again)).toBe(true);
    expect(drawings(once)).toHaveLength(2);
    expect(once.length).toBeLessThan(20_000);
  });

  test('is made of any text whatever, and reads back all the same', async () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('W'.repeat(200), '🎸🔥', '', ' ', 'Łódź', 'Дворец', '\u0000\n\t', 'مرحبا', '家'.repeat(200), '\ud800'));
    const model = fc.record({ eventTitle: anything, artist: anything, venueName: anything, city: anything, section: anything, row: fc.option(anything), seat: fc.option(anything), startsAt: fc.constantFrom(null, new Date(0)), ticketTypeName: anything, holderName: fc.option(anything), holderDocument: fc.option(anything) });
    await fc.assert(
      fc.asyncProperty(model, async (change) => {
        const [page] = drawings(await ticketPdf([newTicket(change)]));
        expect(readQr(page!)).toBe(code.text);
      }),
      { numRuns: 60 },
    );
  });
});

describe('text on a ticket', () => {
  test('never leaves its column, and never takes more lines than there is room for', () => {
    const steps = [[30, 1], [20, 2], [12, 3]] as const;
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 60, max: 500 }), (text, widthMax) => {
        const set = fit(text, 'Helvetica-Bold', widthMax, steps);
        expect(set.lines.length).toBeLessThanOrEqual(steps.find(([size]) => size === set.size)![1]);
        for (const line of set.lines) expect(textWidth(set.face, set.size, line)).toBeLessThanOrEqual(widthMax + 0.001);
      }),
      { numRuns: 300 },
    );
  });

  test('is cut with an ellipsis only when the smallest size is too large', () => {
    expect(fit('Casa', 'Helvetica', 100, [[20, 1], [10, 1]])).toEqual({ face: 'Helvetica', size: 20, lines: ['Casa'] });
    expect(fit('Casa de espetáculos', 'Helvetica', 100, [[20, 1], [10, 1]])).toEqual({ face: 'Helvetica', size: 10, lines: ['Casa de espetáculos'] });
    expect(fit('Casa de espetáculos da cidade', 'Helvetica', 100, [[20, 1], [10, 1]]).lines[0]).toMatch(/^Casa de espe.*…$/);
  });

  test('keeps Western European letters, romanises others, and drops pictures', () => {
    expect(printable('Ação, niño, Zoë, œuvre, 50 €')).toBe('Ação, niño, Zoë, œuvre, 50 €');
    expect(printable('Dvořák\u0301 in Łódź 🎻!')).toBe('Dvorák in Lódz !');
    expect(printable('Дворец Йошкар, Αθήνα, 東京 Tokyo??')).toBe('Dvorets Ioshkar, Athina, ? Tokyo??');
    expect(printable('ab\u0000c\n d')).toBe('abc d');
  });
});

test('the languages of the documents are Brazilian Portuguese, Spanish and English', () => {
  expect(['pt', 'pt-PT', 'ES-ar', 'fr', '', null].map(documentLanguage)).toEqual(['pt-BR', 'pt-BR', 'es', 'en', 'en', 'en']);
  expect(showTime(new Date('2027-03-14T00:00:00Z'), 'America/Sao_Paulo', 'en')).toEqual({ weekday: 'Saturday', date: 'March 13, 2027', shortDate: 'Mar 13, 2027', time: '21:00' });
});

test('ids are short enough to be read out, and a CPF shows only its middle', () => {
  expect(shortId('019aa0c1-7b52-7c3e-9d44-0123456789ab')).toBe('4567-89AB');
  expect(maskedDocument('529.982.247-25')).toBe('***.982.247-**');
  expect(maskedDocument('AB123456')).toBe('***456');
});
