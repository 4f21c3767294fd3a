import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { languages } from '#platform';
import { html } from './html.js';
import { type ConfirmedOrder, confirmedLetter, conflictLetter, deletedLetter, linkLetter, receiptLetter, refundDelayedLetter, refundedLetter, refundRequestedLetter } from './letters.js';

function newOrder(change: Partial<ConfirmedOrder> = {}): ConfirmedOrder {
  return {
    orderId: '019aa0c1-7b52-7c3e-9d44-01234f67c9ad',
    name: 'João',
    language: 'pt-BR',
    totalCents: 27_500,
    currency: 'BRL',
    tickets: [
      { label: 'Plateia · C · 12', ticketTypeName: 'Inteira', priceCents: 15_000, holder: null },
      { label: 'Plateia · C · 13', ticketTypeName: 'Meia-entrada', priceCents: 7_500, holder: 'Bia Ávila' },
    ],
    products: [{ name: 'Copo', quantity: 2, priceCents: 2_500 }],
    eventTitle: 'Noite de Coração',
    venueName: 'Cassino da Urca',
    startsAt: '2027-03-14T00:00:00.000Z',
    timezone: 'America/Sao_Paulo',
    late: false,
    ...change,
  };
}

const spaces = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('the letter of a confirmed order', () => {
  test('tells places, prices, products and total, in HTML and in plain text', () => {
    const letter = confirmedLetter(newOrder());
    expect(letter.subject).toBe('Seus ingressos: Noite de Coração');
    for (const form of [letter.html, letter.text]) {
      for (const part of ['Olá, João!', 'sábado, 13 de março de 2027 às 21:00', 'Cassino da Urca', 'Plateia · C · 13', 'Meia-entrada · Bia Ávila', 'R$ 75,00', 'Copo', '2 × R$ 25,00', 'R$ 275,00', '4F67-C9AD']) {
        expect(spaces(form)).toContain(part);
      }
    }
  });

  test('speaks the buyer’s language, and of one ticket as one', () => {
    const one = newOrder().tickets.slice(0, 1);
    expect(languages.map((language) => confirmedLetter(newOrder({ language, tickets: one })).subject)).toEqual(['Seu ingresso: Noite de Coração', 'Tu entrada: Noite de Coração', 'Your ticket: Noite de Coração']);
    expect(spaces(confirmedLetter(newOrder({ language: 'en' })).text)).toContain('Saturday, March 13, 2027 at 9:00 PM');
    expect(spaces(confirmedLetter(newOrder({ language: 'es' })).text)).toContain('sábado, 13 de marzo de 2027');
  });

  test('says so when the date is open, and when the money came late', () => {
    const { text } = confirmedLetter(newOrder({ startsAt: '', late: true }));
    expect(text).toContain('A confirmar');
    expect(text).toContain('depois do prazo');
  });

  test('fetches nothing from anywhere', () => {
    expect(confirmedLetter(newOrder()).html).not.toMatch(/src=|url\(|http/);
  });

  test('cannot be made to say anything by what people are called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { html: page, subject } = confirmedLetter(newOrder({ name: `<b>${text}`, eventTitle: `"><script>${text}` }));
        expect(page).not.toMatch(/<b>|<script/);
        expect(subject).not.toMatch(/[\r\n]/);
      }),
    );
  });
});

test('the letter of a refund says how much went back and why', () => {
  const order = { orderId: '019aa0c1-7b52-7c3e-9d44-01234f67c9ad', name: 'Ana', language: 'en' as const, eventTitle: 'Night', refundedCents: 12_345, currency: 'BRL' };
  expect(spaces(refundedLetter({ ...order, reason: 'late' }).text)).toMatch(/came after its time[^]*Returned: R\$123\.45/);
  expect(refundedLetter({ ...order, reason: 'refund' }).html).toContain('no longer valid');
});

test('the letter of a confirmed order leads to its receipt, where there is one', () => {
  const receiptLink = 'https://catraca.example/api/v1/payments/019aa0c1/receipt';
  const { html: page, text } = confirmedLetter(newOrder({ receiptLink }));
  expect(text).toContain(`Recibo do pagamento: ${receiptLink}`);
  expect(page).toContain(`href="${receiptLink}"`);
  expect(confirmedLetter(newOrder()).text).not.toContain('Recibo');
});

test('the letter of a receipt says what was paid, in every language', () => {
  const receipt = { paymentId: '019aa0c1-7b52-7c3e-9d44-01234f67c9ad', payerName: 'Ana', payeeName: null, description: 'Top-up', purpose: { kind: 'top_up' as const }, amountCents: 5_000, currency: 'BRL' };
  expect(languages.map((language) => receiptLetter({ ...receipt, language }).subject)).toEqual(['Recibo: Recarga de saldo', 'Recibo: Carga de saldo', 'Receipt: Top-up of your balance']);
  const service = receiptLetter({ ...receipt, purpose: { kind: 'service' }, payeeName: 'Guarda-volumes', language: 'pt-BR' });
  expect(spaces(service.text)).toMatch(/Guarda-volumes[^]*R\$ 50,00[^]*4F67-C9AD/);
});

test('the last letter says that the account is gone, and what is kept of card and Pix payments until when, in every language', () => {
  const texts = languages.map((language) => deletedLetter({ name: 'Ana', language, evidenceUntil: '2027-05-03T10:00:00.000Z' }).text);
  for (const [index, day] of ['3 de maio de 2027', '3 de mayo de 2027', 'May 3, 2027'].entries()) expect(texts[index]).toContain(day);
  expect(deletedLetter({ name: 'Ana', language: 'en', evidenceUntil: null }).text).not.toContain('Pix');
  expect(deletedLetter({ name: '<b>Ana</b>', language: 'en', evidenceUntil: null }).html).not.toContain('<b>Ana');
});

test.each(['verification', 'passwordReset'] as const)('the letter of a %s carries its link', (kind) => {
  const { html: page, text } = linkLetter(kind, { name: 'Ana', language: 'es', link: 'https://catraca.example/api/v1/auth/verify-email#abc&d' });
  expect(text).toContain('https://catraca.example/api/v1/auth/verify-email#abc&d');
  expect(page).toContain('href="https://catraca.example/api/v1/auth/verify-email#abc&#38;d"');
});

describe('the letters about another amount than asked', () => {
  const payment = {
    paymentId: '01940000-0000-7000-8000-0000abcd1234', payerName: 'Ana', description: 'Noite', purpose: { kind: 'order' as const }, askedCents: 10_000, currency: 'BRL', taken: { amountCents: 9_999, currency: 'BRL' }, language: 'en' as const,
  };

  test('say what was asked and what was taken, that it is safe, and that it buys nothing', () => {
    const { subject, text, html } = conflictLetter({ ...payment, state: 'arisen' });
    expect(subject).toBe('About your payment: Noite');
    for (const part of ['R$100.00', 'R$99.99', 'Your money is safe', 'its places are on sale again']) expect(text).toContain(part);
    expect(html).toContain('R$99.99');
    expect(conflictLetter({ ...payment, state: 'arisen', purpose: { kind: 'top_up' } }).subject).toBe('About your payment: Top-up of your balance');
  });

  test('say when it is back, in each language, and in the currency that was taken', () => {
    for (const [language, word] of [['en', 'goes back'], ['pt-BR', 'volta por onde veio'], ['es', 'vuelve por donde vino']] as const) {
      expect(conflictLetter({ ...payment, state: 'returned', language }).text).toContain(word);
    }
    expect(conflictLetter({ ...payment, state: 'returned', taken: { amountCents: 10_000, currency: 'JPY' } }).text).toContain('¥10,000');
    const { text, html } = conflictLetter({ ...payment, state: 'returned', backCents: 6_999 });
    for (const page of [text, html]) expect(page).toContain('R$69.99');
    expect(text).not.toContain('R$99.99');
  });
});

test('markup escapes what it is given, unless that is markup itself', () => {
  expect(html`<p title="${'"x"'}">${'<&>'}${[html`<i>${1}</i>`, html`${"'"}`]}</p>`.text).toBe('<p title="&#34;x&#34;">&#60;&#38;&#62;<i>1</i>&#39;</p>');
});

describe('the letters on the way of a refund', () => {
  const order = { orderId: '019aa0c1-7b52-7c3e-9d44-01234f67c9ad', name: 'Ana', eventTitle: 'Night', currency: 'BRL', refundCents: 12_345 };

  test('say why the money goes back, which way, and that the tickets are good until then', () => {
    const text = (reason: string, destination: 'source' | 'balance') => refundRequestedLetter({ ...order, language: 'en', reason, destination }).text;
    expect(spaces(text('organiser', 'source'))).toMatch(/organiser has asked[^]*the way it came[^]*stay as they are[^]*To be returned: R\$123\.45/);
    expect(text('withdrawal', 'balance')).toMatch(/withdrawn[^]*to your balance/);
    expect(text('event_cancelled', 'source')).toMatch(/cancelled/);
  });

  test('say that it is tried again, and at last that a person sees to it, in each language', () => {
    const texts = languages.flatMap((language) => [false, true].map((final) => refundDelayedLetter({ ...order, language, final }).text));
    expect(new Set(texts).size).toBe(2 * languages.length);
    expect(refundDelayedLetter({ ...order, language: 'en', final: false }).text).toContain('try again');
    expect(refundDelayedLetter({ ...order, language: 'en', final: true }).text).toContain('is seeing to it');
  });

  test('say what is on the balance, and that tickets stay good where only an amount went back', () => {
    const back = (more: object) => spaces(refundedLetter({ ...order, language: 'en', refundedCents: 5_000, reason: 'organiser', ...more }).text);
    expect(back({ toBalanceCents: 5_000, tickets: 1 })).toMatch(/no longer valid[^]*R\$50\.00 is on your balance/);
    expect(back({ toBalanceCents: 5_000, tickets: 1 })).not.toContain('On cards');
    expect(back({ toBalanceCents: 0, tickets: 0 })).toMatch(/still good[^]*On cards/);
  });

  test('say what the bank has taken of it before, in each language, and of no ticket then that it is good', () => {
    const back = (language: (typeof languages)[number], more: object) => spaces(refundedLetter({ ...order, language, refundedCents: 15_000, reason: 'organiser', takenBackCents: 5_000, ...more }).text);
    expect(back('en', { tickets: 2 })).toMatch(/no longer valid[^]*your bank has already taken R\$50\.00 back[^]*Returned: R\$150\.00/);
    expect(back('pt-BR', { tickets: 2 })).toMatch(/seu banco já tomou R\$ 50,00 de volta/);
    expect(back('es', { tickets: 2 })).toMatch(/tu banco ya recuperó BRL\s50,00|tu banco ya recuperó 50,00/);
    expect(back('en', { tickets: 0 })).not.toContain('still good');
  });
});
