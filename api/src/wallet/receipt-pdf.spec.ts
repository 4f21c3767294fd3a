import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { receiptPdf } from './receipt-pdf.js';
import { type Receipt, receiptNumber } from './receipt.js';

const newReceipt = (change: Partial<Receipt> = {}): Receipt => ({
  paymentId: '019aa0c1-7b52-7c3e-9d44-0123456789ab', purpose: { kind: 'order', id: '019aa0c1-7b52-7c3e-9d44-01234f67c9ad' }, year: 2026, number: 123, payeeName: 'Cassino da Urca',
  payerName: 'João Conceição', payerEmail: 'joao@example.com', description: 'Noite de Coração', amountCents: 123_456, fromWalletCents: 0, currency: 'BRL', method: 'pix',
  completedAt: '2026-11-25T22:30:05.000Z', timezone: 'America/Sao_Paulo', language: 'pt-BR', ...change,
});

/** What the page says; the standard fonts write Windows-1252, here read as Latin-1. */
// An attachment that no mail server and no inbox minds.
const BYTES_MAX = 100_000;

async function textOf(receipt: Receipt): Promise<string> {
  const pdf = await receiptPdf(receipt);
  const at = pdf.indexOf('stream\n');
  const drawing = inflateSync(pdf.subarray(at + 7, pdf.indexOf('endstream', at))).toString('latin1');
  return [...drawing.matchAll(/\[(.*?)\] TJ/g)]
    .map(([, shown]) => Buffer.from([...shown!.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex).join(''), 'hex').toString('latin1').replaceAll('\u00a0', ' '))
    .join('\n');
}

describe('a receipt', () => {
  test('says who paid whom how much, for what, how, and when where it happened', async () => {
    const text = await textOf(newReceipt());
    for (const part of ['R$ 1.234,56', '2026/000123', 'João Conceição', 'Cassino da Urca', 'Pedido de ingressos', 'Noite de Coração', 'PIX', '25 de novembro de 2026', '19:30:05', 'GMT-03:00', 'America/Sao_Paulo', '019aa0c1-7b52-7c3e-9d44-0123456789ab']) {
      expect(text).toContain(part);
    }
  });

  test('speaks the payer\u2019s language', async () => {
    expect(await textOf(newReceipt({ language: 'es', timezone: 'Europe/Madrid' }))).toMatch(/Pedido de entradas[^]*23:30:05/);
    expect(await textOf(newReceipt({ language: 'en' }))).toMatch(/Order of tickets[^]*November 25, 2026/);
  });

  test('says what came from the balance, and that a top-up stays the payer\u2019s own', async () => {
    expect(await textOf(newReceipt({ method: 'card', fromWalletCents: 50_000 }))).toContain('dos quais R$ 500,00 do saldo');
    const text = await textOf(newReceipt({ purpose: { kind: 'top_up', id: newReceipt().paymentId }, payeeName: null, description: 'Top-up' }));
    expect(text).toContain('Saldo próprio');
    expect(text).not.toContain('Top-up');
  });

  test('says what went back, and when that was all of it; nothing of it where nothing did', async () => {
    expect(await textOf(newReceipt())).not.toContain('DEVOLVIDO');
    const part = await textOf(newReceipt({ refundedCents: 23_456 }));
    for (const said of ['R$ 1.234,56', 'DEVOLVIDO', 'R$ 234,56', '25 de novembro de 2026']) expect(part).toContain(said);
    expect(part).not.toContain('(tudo)');
    expect(await textOf(newReceipt({ refundedCents: 123_456 }))).toContain('R$ 1.234,56 (tudo)');
    expect(await textOf(newReceipt({ refundedCents: 123_456, language: 'en' }))).toMatch(/REFUNDED[^]*\(all of it\)/);
    expect(await textOf(newReceipt({ refundedCents: 1, language: 'es' }))).toContain('DEVUELTO');
  });

  test('says what the payer\u2019s bank has taken back, in a sentence, beside what was refunded; nothing of it where it took nothing', async () => {
    expect(await textOf(newReceipt())).not.toContain('banco');
    const both = await textOf(newReceipt({ refundedCents: 23_456, takenBackCents: 100_000 }));
    for (const said of ['R$ 234,56', 'O banco de quem pagou tomou R$ 1.000,00 deste pagamento de volta.', '019aa0c1-7b52-7c3e-9d44-0123456789ab']) expect(both).toContain(said);
    expect(await textOf(newReceipt({ takenBackCents: 100_000, language: 'es' }))).toContain('El banco de quien pagó recuperó');
    expect(await textOf(newReceipt({ takenBackCents: 100_000, language: 'en' }))).toMatch(/The payer.s bank has taken R\$1,000\.00 of this payment back\./);
  });

  test('is the same bytes every time, and one page whatever anybody is called', async () => {
    expect((await receiptPdf(newReceipt())).equals(await receiptPdf(newReceipt()))).toBe(true);
    const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('W'.repeat(200), '\u{1F3B8}', '', 'مرحبا', '\u5bb6'.repeat(200)));
    const model = fc.record({ payerName: anything, payeeName: fc.option(anything), description: anything, amountCents: fc.nat(10_000_000), refundedCents: fc.nat(10_000_000), takenBackCents: fc.nat(10_000_000), number: fc.nat(9_999_999) });
    await fc.assert(fc.asyncProperty(model, async (change) => {
      const receipt = newReceipt(change);
      expect(await textOf(receipt)).toContain(receiptNumber(receipt));
      const pdf = await receiptPdf(receipt);
      expect(pdf.toString('latin1')).toContain('/Count 1');
      // It travels with a mail, of which there is one for every payment.
      expect(pdf.length).toBeLessThan(BYTES_MAX);
    }), { numRuns: 50 });
  });
});
