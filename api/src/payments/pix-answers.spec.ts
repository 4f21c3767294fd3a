import { describe, expect, test } from 'vitest';
import { brCode } from '@catraca/simulator';
import { makeBrCode, parseBrCode } from './br-code.js';
import { observed, observedRefund, problemOf, returnsOf } from './pix-answers.js';

const payee = { merchantName: 'Bilheteria', merchantCity: 'Recife' };
const txid = '019aa0000000700080000000000000ab';
const location = 'pix.example/qr/v2/2353c790';
const bankCode = brCode({ name: 'Banco', city: 'Natal' }, location);
const charge = { txid, status: 'ATIVA', revisao: 0, calendario: { criacao: '2026-01-31T12:00:00.123Z', expiracao: 300 }, valor: { original: '125.00' }, chave: 'k', location, pixCopiaECola: bankCode };
const received = { endToEndId: 'E12345678202601311200abcdefghijk', txid, valor: '125.00', horario: '2026-01-31T12:01:00Z' };
const pending = { kind: 'pending', chargeId: txid, amountCents: 12_500, currency: 'BRL' };
const expiresAt = new Date('2026-01-31T12:05:00.123Z');
const see = (change: object) => observed({ ...charge, ...change }, txid, payee);

describe('the code of an open charge', () => {
  test("is the bank's own, and it ends with the charge", () => {
    expect(see({})).toEqual({ ...pending, pix: { brCode: bankCode, expiresAt } });
    expect(see({ calendario: { criacao: '2026-01-31T09:00:00.123-03:00', expiracao: '300' } })).toEqual({ ...pending, pix: { brCode: bankCode, expiresAt } });
  });

  const ours = makeBrCode({ kind: 'dynamic', location, ...payee });
  test.each([
    ['gives none', { pixCopiaECola: undefined }],
    ['gives none and says the location with the rest of it', { pixCopiaECola: undefined, location: undefined, loc: { id: 1, location: `https://${location}`, tipoCob: 'cob' } }],
    ['gives one whose checksum is wrong', { pixCopiaECola: `${bankCode.slice(0, -1)}${bankCode.endsWith('0') ? '1' : '0'}` }],
  ])('is made by us where the bank %s', (_what, change) => {
    expect(see(change)).toEqual({ ...pending, pix: { brCode: ours, expiresAt } });
    expect(parseBrCode(ours)).toMatchObject({ kind: 'dynamic', location });
  });

  test('is none where there is nothing to make it of', () => {
    expect(see({ pixCopiaECola: undefined, location: undefined })).toEqual(pending);
    expect(see({ pixCopiaECola: undefined, location: 'x'.repeat(78) })).toEqual(pending);
  });

  test('that asks for another amount is shown to nobody', () => {
    const other = makeBrCode({ kind: 'dynamic', location, ...payee, amountCents: 12_501 });
    expect(see({ pixCopiaECola: other })).toEqual({ ...pending, amountCents: 12_501 });
    const same = makeBrCode({ kind: 'dynamic', location, ...payee, amountCents: 12_500 });
    expect(see({ pixCopiaECola: same })).toMatchObject({ pix: { brCode: same } });
  });
});

describe('what a charge says', () => {
  test.each([['CONCLUIDA'], ['REMOVIDA_PELO_USUARIO_RECEBEDOR'], ['ATIVA']])('money is believed while it is %s', (status) => {
    expect(see({ status, pix: [received] })).toEqual({ kind: 'captured', chargeId: received.endToEndId, amountCents: 12_500, currency: 'BRL' });
  });

  test('the amount is what came, not what was asked; one Pix told twice came once, and two came twice', () => {
    expect(see({ status: 'CONCLUIDA', pix: [{ ...received, valor: '99.99' }] })).toMatchObject({ amountCents: 9_999 });
    expect(see({ status: 'CONCLUIDA', pix: [received, received] })).toMatchObject({ amountCents: 12_500 });
    expect(see({ status: 'CONCLUIDA', pix: [received, { ...received, endToEndId: 'E12345678202601311200abcdefghijl' }] })).toMatchObject({ amountCents: 25_000 });
  });

  test.each([
    ['REMOVIDA_PELO_USUARIO_RECEBEDOR', 'voided'],
    ['REMOVIDA_PELO_PSP', 'expired'],
    ['CONCLUIDA', 'unknown'],
    ['A_WORD_OF_TOMORROW', 'unknown'],
  ])('%s without money is %s', (status, kind) => {
    expect(see({ status })).toMatchObject({ kind });
  });

  test("another's charge, and what is no charge, say nothing", () => {
    expect(observed(charge, `${txid}c`, payee)).toMatchObject({ kind: 'unknown' });
    expect(see({ calendario: { criacao: 'yesterday' } })).toMatchObject({ kind: 'unknown' });
    expect(see({ calendario: { criacao: 'yesterday' }, status: 'CONCLUIDA', pix: [received] })).toMatchObject({ kind: 'captured' });
    expect(see({ valor: { original: '125,00' } })).toMatchObject({ kind: 'unknown' });
    expect(observed({}, txid, payee)).toMatchObject({ kind: 'unknown' });
  });
});

test('a refund is pending, done, or not done with its reason', () => {
  expect(observedRefund({ id: 'a', status: 'EM_PROCESSAMENTO' })).toEqual({ kind: 'pending' });
  expect(observedRefund({ id: 'a', status: 'DEVOLVIDO' })).toEqual({ kind: 'refunded' });
  expect(observedRefund({ id: 'a', status: 'NAO_REALIZADO', motivo: 'Conta encerrada.' })).toEqual({ kind: 'refused', reason: 'Conta encerrada.' });
  expect(observedRefund({ id: 'a', status: 'NOVO' })).toMatchObject({ kind: 'unknown' });
});

test('what banks take back of two Pix under one name are two disputes; our own refunds go by our names', () => {
  const returned = { id: 'D1', status: 'EM_PROCESSAMENTO', valor: '125.00', natureza: 'MED_FRAUDE' };
  const told = (endToEndId: string, devolucao: object) => returnsOf({ ...charge, pix: [{ ...received, endToEndId, devolucoes: [devolucao] }] }, txid);
  const [first, second] = [received.endToEndId, 'E12345678202601311200abcdefghijl'];
  const dispute = { about: 'dispute', reference: txid, amountCents: 12_500, state: 'opened' };
  expect(told(first, returned)).toEqual([{ ...dispute, eventId: `${first} D1 EM_PROCESSAMENTO`, disputeId: `${first} D1` }]);
  expect(told(second, returned)).toEqual([{ ...dispute, eventId: `${second} D1 EM_PROCESSAMENTO`, disputeId: `${second} D1` }]);
  expect(told(first, { ...returned, natureza: 'ORIGINAL' })).toMatchObject([{ about: 'refund', eventId: 'D1 EM_PROCESSAMENTO', reference: 'D1' }]);
});

test('a refusal is known by the end of its type', () => {
  expect(problemOf({ type: 'https://pix.bcb.gov.br/api/v2/error/CobOperacaoInvalida', title: 'x', status: 400 })).toBe('CobOperacaoInvalida');
  expect(problemOf({ erro: 'x' })).toBe('unnamed');
});
