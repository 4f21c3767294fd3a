import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { PasswordResetRequested, VerificationRequested } from '#identity';
import { Database, Heat, type Language, Metrics, newId, Outbox } from '#platform';
import { Tickets } from '#tickets';
import { delivered } from '../../test/support/delivered.js';
import { until } from '../../test/support/eventually.js';
import { expectInvariants } from '../../test/support/invariants.js';
import { TestDatabase } from '../../test/support/test-database.js';
import { sessionsByDecree, startHouse, type TestHouse } from '../../test/support/test-house.js';
import { MailServer } from './fixtures/mail-server.js';
import { MailRepository } from './mail.repository.js';
import { NotificationsModule } from './index.js';
import { OrderConfirmed, OrderRefunded } from '#orders';
import { PaymentConflicted, ReceiptIssued, receiptPdf } from '#wallet';

interface MailboxMail {
  id: string;
  messageId: string;
  subject: string;
  to: { name: string; address: string };
  attachments: { fileName: string; contentType: string; bytes: number; url: string }[];
}

let database: TestDatabase;
let house: TestHouse;
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'catraca-mail-'));
  database = await TestDatabase.create();
  house = await open(database);
  await open(database);
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => expectInvariants(database, 'I9'));
afterAll(() => rm(home, { recursive: true, force: true }));

async function open(on: TestDatabase, environment: Record<string, string> = {}): Promise<TestHouse> {
  // Both processes share one bucket, as they would on one machine.
  const shared = { CATRACA_HOME: home, ...environment };
  return startHouse(on, [NotificationsModule, sessionsByDecree({})], shared);
}

/** An order with tickets, and the message that its confirmation publishes. */
async function confirmedOrder(at: TestHouse, { quantity = 2, language = 'pt-BR' as Language } = {}) {
  const order = { orderId: newId(), userId: newId(), eventId: newId() };
  const items = Array.from({ length: quantity }, (_, index) => ({ itemNo: index + 1, label: `Plateia · C · ${index + 1}`, ticketTypeId: newId(), ticketTypeName: 'Inteira' }));
  const { app } = at;
  const [issued] = await app.get(Database).transaction((tx) => app.get(Tickets, { strict: false }).issue(tx, [{ ...order, items }]));
  const payload = {
    ...order, email: `${order.orderId}@example.com`, name: 'Ana Conceição', language, totalCents: 10_000 * quantity, currency: 'BRL',
    tickets: issued!.map(({ ticketId, label, ticketTypeName }, index) => ({ ticketId, label, ticketTypeName, ticketTypeId: items[index]!.ticketTypeId, priceCents: 10_000, holder: null })),
    products: [], eventTitle: 'Noite de Coração', venueName: 'Cassino da Urca', startsAt: '2027-03-14T00:00:00.000Z', timezone: 'America/Sao_Paulo', address: '203.0.113.7', deviceId: null, late: false,
  };
  return { orderId: order.orderId, email: payload.email, payload };
}

async function publish(at: TestHouse, ...messages: Parameters<Outbox['append']>[1]): Promise<void> {
  await at.app.get(Database).transaction((tx) => at.app.get(Outbox).append(tx, messages));
}

async function mailTo(email: string): Promise<MailboxMail[]> {
  const answer = await fetch(`${house.url}/mailbox?format=json&to=${encodeURIComponent(email)}`);
  return ((await answer.json()) as { items: MailboxMail[] }).items;
}

async function noted(orderId: string, on = database) {
  const [row] = await on.query<{ state: string; tries: number; error: string | null; message_id: string | null }>('select state, tries, error, message_id from notifications.mail where subject_id = $1', [orderId]);
  return row;
}
/** Every message has become a mail, and each mail has been brought at least once. */
async function allBrought(): Promise<void> {
  await delivered(database);
  await until(async () => (await database.query(`select from notifications.mail where state = 'waiting' and error is null`)).length === 0);
}
const sent = (orderId: string, on = database) => until(async () => (await noted(orderId, on))?.state === 'sent');

describe('the receipt of a payment', () => {
  const newReceipt = (kind: 'order' | 'top_up' | 'service', payerEmail = `${newId()}@example.com`) => ({
    paymentId: newId(), purpose: { kind, id: newId() }, year: 2026, number: 7, payeeName: kind === 'top_up' ? null : 'Guarda-volumes', payerName: 'Ana', payerEmail, description: 'Lockers', amountCents: 700,
    fromWalletCents: 0, currency: 'BRL', method: 'pix' as const, completedAt: '2026-11-25T22:30:05.000Z', timezone: 'America/Sao_Paulo', language: 'en' as const,
  });

  test.each(['order', 'top_up', 'service'] as const)('of a payment for %s is mailed as a PDF, once', async (kind) => {
    const receipt = newReceipt(kind);
    await publish(house, ReceiptIssued.message(receipt), ReceiptIssued.message(receipt));
    await sent(receipt.paymentId);
    await allBrought();
    const mails = await mailTo(receipt.payerEmail);
    expect(mails).toMatchObject([{ to: { name: 'Ana' }, attachments: [{ fileName: '2026-000007.pdf', contentType: 'application/pdf' }] }]);
    const file = await fetch(house.url + mails[0]!.attachments[0]!.url);
    expect(Buffer.from(await file.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('of an order comes in a mail of its own, and the one with its tickets links to it', async () => {
    const { orderId, email, payload } = await confirmedOrder(house);
    const receipt = newReceipt('order', email);
    await publish(house, ReceiptIssued.message(receipt), OrderConfirmed.message({ ...payload, paymentId: receipt.paymentId }));
    await sent(orderId);
    await sent(receipt.paymentId);
    expect((await mailTo(email)).map(({ subject, attachments }) => [subject, attachments.length])).toEqual(expect.arrayContaining([['Receipt: Lockers', 1], ['Seus ingressos: Noite de Coração', 2]]));
    const [row] = await database.query<{ body_text: string }>(`select body_text from notifications.mailbox where to_address = $1 and subject like 'Seus%'`, [email]);
    expect(row!.body_text).toContain(`/api/v1/payments/${receipt.paymentId}/receipt`);
  });

  test('is sent when no other mail is due, however long it has waited', async () => {
    const [receipts, others] = [[newId(), newId(), newId()], [newId(), newId()]];
    const due = (kind: 'receipt' | 'verification', ids: string[]) => ids.map((subjectId) => ({ kind, subjectId, address: 'in-turn@example.com', payload: {}, requestId: null }));
    await allBrought();
    // Undone at the end, so that no postman ever sees them.
    const work = house.app.get(Database).transaction(async (tx) => {
      const mails = house.app.get(MailRepository, { strict: false });
      await mails.add(tx, [...due('receipt', receipts), ...due('verification', others)]);
      await sql`update notifications.mail set due_at = platform.now() - case kind when 'receipt' then interval '1 hour' else interval '1 second' end where address = 'in-turn@example.com'`.execute(tx);
      const [first, second] = [await mails.claim(tx, 4, 300), await mails.claim(tx, 4, 300)];
      expect([first, second].map((claimed) => claimed.map(({ kind }) => kind))).toEqual([['verification', 'verification', 'receipt', 'receipt'], ['receipt']]);
      throw new Error('undone');
    });
    await expect(work).rejects.toThrow('undone');
  });

  test('is not sent where nobody said where', async () => {
    const [silent, witness] = [newReceipt('top_up', ''), newReceipt('top_up')];
    await publish(house, ReceiptIssued.message(silent), ReceiptIssued.message(witness));
    await sent(witness.paymentId);
    await delivered(database);
    expect(await noted(silent.paymentId)).toBeUndefined();
  });
});

test('that another amount than asked was taken is mailed once, and once that it is back; not what a bank has taken back itself', async () => {
  const about = () => ({
    paymentId: newId(), purpose: { kind: 'order' as const, id: newId() }, askedCents: 10_000, currency: 'BRL', taken: { amountCents: 9_999, currency: 'BRL' }, description: 'Noite de Coração', userId: newId(),
    payerName: 'Ana', payerEmail: `${newId()}@example.com`, language: 'en' as const,
  });
  const [returned, takenBack] = [about(), about()];
  const arisen = PaymentConflicted.message({ ...returned, state: 'arisen' });
  await publish(house, arisen, arisen, PaymentConflicted.message({ ...takenBack, state: 'arisen' }), PaymentConflicted.message({ ...takenBack, state: 'taken_back' }), PaymentConflicted.message({ ...returned, state: 'returned' }));
  await until(async () => (await mailTo(returned.payerEmail)).length === 2);
  await allBrought();
  const subjects = async (email: string) => (await mailTo(email)).map(({ subject }) => subject).toSorted();
  expect(await subjects(returned.payerEmail)).toEqual(['About your payment: Noite de Coração', 'Refund: Noite de Coração']);
  expect(await subjects(takenBack.payerEmail)).toEqual(['About your payment: Noite de Coração']);
});

describe('the mail of a confirmed order', () => {
  test('comes with each ticket as a PDF, and what was sent is kept by order', async () => {
    const { orderId, email, payload } = await confirmedOrder(house);
    await publish(house, OrderConfirmed.message(payload));
    await sent(orderId);
    const [mail] = await mailTo(email);
    expect(mail).toMatchObject({ subject: 'Seus ingressos: Noite de Coração', to: { name: 'Ana Conceição', address: email }, messageId: `<order-confirmed.${orderId}@catraca.example>` });
    expect(mail!.attachments).toHaveLength(2);
    for (const { url, bytes } of mail!.attachments) {
      const file = await fetch(house.url + url);
      expect(file.headers.get('content-type')).toBe('application/pdf');
      const pdf = Buffer.from(await file.arrayBuffer());
      expect(pdf).toHaveLength(bytes);
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    }
    expect(await noted(orderId)).toEqual({ state: 'sent', tries: 1, error: null, message_id: mail!.messageId });
  });

  test('is sent once, though its message be delivered ten times and published ten times more', async () => {
    const { orderId, email, payload } = await confirmedOrder(house);
    const message = OrderConfirmed.message(payload);
    await publish(house, message);
    await sent(orderId);
    for (let again = 0; again < 10; again += 1) await publish(house, message, OrderConfirmed.message(payload));
    await database.query(`update platform.consumer_offset set position = 0 where consumer = 'notifications'`);
    const witness = await confirmedOrder(house);
    await publish(house, OrderConfirmed.message(witness.payload));
    await sent(witness.orderId);
    await allBrought();
    expect(await mailTo(email)).toHaveLength(1);
    expect(await noted(orderId)).toMatchObject({ tries: 1 });
  });

  test('that lay in the mailbox more often than it was sent would be found by the verification', async () => {
    const { orderId, payload } = await confirmedOrder(house);
    await publish(house, OrderConfirmed.message(payload));
    await sent(orderId);
    const copyId = newId();
    await database.query(
      `insert into notifications.mailbox select $1, message_id, to_name, to_address, subject, body_text, body_html, attachments, received_at from notifications.mailbox where message_id like $2`,
      [copyId, `%${orderId}%`],
    );
    await expect(expectInvariants(database, 'I9')).rejects.toThrow();
    await database.query('delete from notifications.mailbox where id = $1', [copyId]);
    await expectInvariants(database, 'I9');
  });

  test('is sent once each, when two processes send two hundred', async () => {
    const orders: Awaited<ReturnType<typeof confirmedOrder>>[] = [];
    // No more at once than there are connections.
    while (orders.length < 200) orders.push(...(await Promise.all(Array.from({ length: 10 }, () => confirmedOrder(house, { quantity: 1 })))));
    await publish(house, ...orders.map(({ payload }) => OrderConfirmed.message(payload)));
    const ids = orders.map(({ orderId }) => orderId);
    await until(async () => (await database.query(`select from notifications.mail where subject_id = any($1) and state = 'sent'`, [ids])).length === 200);
    const rows = await database.query<{ count: number }>('select count(*) from notifications.mailbox where to_address = any($1) group by to_address', [orders.map(({ email }) => email)]);
    expect(rows).toHaveLength(200);
    expect(rows.every(({ count }) => count === 1)).toBe(true);
  });

  test('speaks the language of the buyer', async () => {
    const orders = await Promise.all((['pt-BR', 'es', 'en'] as const).map((language) => confirmedOrder(house, { quantity: 1, language })));
    await publish(house, ...orders.map(({ payload }) => OrderConfirmed.message(payload)));
    for (const { orderId } of orders) await sent(orderId);
    const mails = await Promise.all(orders.map(async ({ email }) => (await mailTo(email))[0]!));
    expect(mails.map(({ subject }) => subject)).toEqual(['Seu ingresso: Noite de Coração', 'Tu entrada: Noite de Coração', 'Your ticket: Noite de Coração']);
    expect(mails.map(({ attachments }) => attachments[0]!.fileName.split('-')[0])).toEqual(['ingresso', 'entrada', 'ticket']);
  });

  test('is repeated once under the same Message-ID when its sender died before it could mark it', async () => {
    const fresh = await TestDatabase.create();
    const alone = await open(fresh);
    const { orderId, payload } = await confirmedOrder(alone);
    vi.spyOn(alone.app.get(MailRepository, { strict: false }), 'markSent').mockRejectedValueOnce(new Error('the process died here'));
    await publish(alone, OrderConfirmed.message(payload));
    const inMailbox = () => fresh.query<{ message_id: string }>('select message_id from notifications.mailbox');
    const claims = vi.spyOn(alone.app.get(MailRepository, { strict: false }), 'claim');
    await until(async () => (await inMailbox()).length === 1);
    claims.mockClear();
    // Every postman has looked again, and again.
    await until(() => claims.mock.calls.length > 8);
    expect(await noted(orderId, fresh)).toMatchObject({ state: 'waiting', tries: 1 });
    await fresh.advance(301);
    await sent(orderId, fresh);
    const ids = (await inMailbox()).map((row) => row.message_id);
    expect(ids).toEqual([`<order-confirmed.${orderId}@catraca.example>`, `<order-confirmed.${orderId}@catraca.example>`]);
  });

  test('is not sent again because the database was busy when it should be marked', async () => {
    const busy = new Error('timeout exceeded when trying to connect');
    const marks = vi.spyOn(MailRepository.prototype, 'markSent').mockRejectedValueOnce(busy).mockRejectedValueOnce(busy);
    const { orderId, email, payload } = await confirmedOrder(house);
    await publish(house, OrderConfirmed.message(payload));
    await sent(orderId);
    expect(marks.mock.settledResults.map(({ type }) => type)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(await noted(orderId)).toMatchObject({ tries: 1 });
    expect(await mailTo(email)).toHaveLength(1);
  });

  test('is written in its turn, and goes out even in the hottest sale', async () => {
    vi.spyOn(Heat.prototype, 'hot', 'get').mockReturnValue(true);
    const turns = vi.spyOn(Heat.prototype, 'yielding');
    const { orderId, payload } = await confirmedOrder(house);
    await publish(house, OrderConfirmed.message(payload));
    await sent(orderId);
    expect(turns).toHaveBeenCalled();
  });

  test('is not sent without its tickets', async () => {
    const { orderId, email, payload } = await confirmedOrder(house);
    const [first] = payload.tickets;
    await publish(house, OrderConfirmed.message({ ...payload, tickets: [first!, { ...first!, ticketId: newId() }] }));
    await until(async () => typeof (await noted(orderId))?.error === 'string');
    expect(await noted(orderId)).toMatchObject({ state: 'waiting', error: `1 of the order's tickets are not there` });
    expect(await mailTo(email)).toEqual([]);
  });
});

test('money that went back is told of, once for each refund', async () => {
  const { payload } = await confirmedOrder(house);
  const { orderId, eventId, userId, name, language, eventTitle, totalCents, currency } = payload;
  const email = `refund-${orderId}@example.com`;
  const refund = OrderRefunded.message({ orderId, eventId, userId, email, name, language, eventTitle, totalCents, currency, refundedCents: 5_000, reason: 'late' });
  await publish(house, refund, OrderRefunded.message({ ...refund.payload, refundedCents: 700 }), refund);
  await allBrought();
  expect((await mailTo(email)).map(({ subject }) => subject)).toEqual(['Reembolso: Noite de Coração', 'Reembolso: Noite de Coração']);
});

test('money that went back comes with the receipt of its payment as it reads by then, where one was heard of', async () => {
  const { orderId, payload } = await confirmedOrder(house);
  const { eventId, userId, name, language, eventTitle, totalCents, currency } = payload;
  const [email, paymentId] = [`receipt-${orderId}@example.com`, newId()];
  const receipt = {
    paymentId, purpose: { kind: 'order' as const, id: orderId }, year: 2026, number: 8, payeeName: 'Teatro', payerName: name, payerEmail: email, description: eventTitle, amountCents: totalCents, fromWalletCents: 0,
    currency, method: 'card' as const, completedAt: '2026-11-25T22:30:05.000Z', timezone: 'America/Sao_Paulo', language,
  };
  const refunded = (of: string) => OrderRefunded.message({ orderId, eventId, userId, email, name, language, eventTitle, totalCents, currency, refundedCents: 5_000, reason: 'organiser', tickets: 0, paymentId: of, refundedSoFarCents: 7_000, takenBackSoFarCents: 2_000 });
  await publish(house, refunded(newId()));
  await allBrought();
  await publish(house, ReceiptIssued.message(receipt));
  await sent(paymentId);
  await publish(house, refunded(paymentId));
  await allBrought();
  const refunds = (await mailTo(email)).filter(({ subject }) => subject.startsWith('Reembolso'));
  expect(refunds.map(({ attachments }) => attachments.map(({ fileName }) => fileName))).toEqual(expect.arrayContaining([[], ['2026-000008.pdf']]));
  const [file] = refunds.flatMap(({ attachments }) => attachments);
  const pdf = Buffer.from(await (await fetch(house.url + file!.url)).arrayBuffer());
  expect(pdf.equals(await receiptPdf({ ...receipt, refundedCents: 7_000, takenBackCents: 2_000 }))).toBe(true);
  expect(pdf.equals(await receiptPdf(receipt))).toBe(false);
});

test.each([VerificationRequested, PasswordResetRequested])('$name is followed by a mail with its link', async (event) => {
  const [verificationId, email] = [newId(), `${newId()}@example.com`];
  await publish(house, event.message({ verificationId, userId: newId(), email, name: 'Ana', language: 'en', link: 'https://catraca.example/v#1', expiresAt: '2027-01-01T00:00:00Z' }));
  await sent(verificationId);
  const [mail] = await mailTo(email);
  const whole = (await (await fetch(`${house.url}/mailbox/${mail!.id}?format=json`)).json()) as { text: string };
  expect(whole.text).toContain('https://catraca.example/v#1');
});

describe('the mailbox', () => {
  const page = (path: string) => fetch(house.url + path, { headers: { accept: 'text/html,*/*' } });

  test('can be read by people: the list, a mail, its letter, its files', async () => {
    const { orderId, email, payload } = await confirmedOrder(house);
    await publish(house, OrderConfirmed.message({ ...payload, eventTitle: '<b>Noite</b>' }));
    await sent(orderId);
    const [mail] = await mailTo(email);
    const list = await page('/mailbox');
    expect(list.headers.get('content-type')).toContain('text/html');
    expect(list.headers.get('x-catraca-mode')).toBe('demo');
    expect(await list.text()).toContain(`href="/mailbox/${mail!.id}"`);
    const view = await (await page(`/mailbox/${mail!.id}`)).text();
    expect(view).toContain('&#60;b&#62;Noite');
    expect(view).toContain(`/mailbox/${mail!.id}/attachments/1`);
    const letter = await page(`/mailbox/${mail!.id}/letter`);
    expect(letter.headers.get('content-security-policy')).toContain('sandbox');
    expect(await letter.text()).toContain('Plateia · C · 1');
  });

  test('comes in pages, and refuses what it does not know', async () => {
    const first = (await (await fetch(`${house.url}/mailbox?limit=2`)).json()) as { items: MailboxMail[]; nextCursor: string };
    const second = (await (await fetch(`${house.url}/mailbox?limit=2&cursor=${first.nextCursor}`)).json()) as { items: MailboxMail[] };
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4);
    expect((await page(`/mailbox/${newId()}`)).status).toBe(404);
    expect((await page(`/mailbox/${first.items[0]!.id}/attachments/99`)).status).toBe(404);
    expect((await page('/mailbox/none')).status).toBe(400);
    expect((await page('/mailbox?limit=-1')).status).toBe(400);
    expect((await page('/mailbox?to=%00')).status).toBe(400);
  });
});

describe('with a mail server', () => {
  test('mail is tried again after a pause, given up when refused for good, and there is no mailbox', async () => {
    const server = new MailServer();
    const own = await TestDatabase.create();
    const smtp = await open(own, { SMTP_URL: await server.start() });
    server.refuse = (address) => (address.startsWith('never') ? { code: 550, message: 'no such mailbox' } : { code: 451, message: 'try later' });
    const [soon, never] = [await confirmedOrder(smtp), await confirmedOrder(smtp)];
    await publish(smtp, OrderConfirmed.message(soon.payload), OrderConfirmed.message({ ...never.payload, email: 'never@example.com' }));
    await until(async () => (await noted(never.orderId, own))?.state === 'dead');
    await until(async () => typeof (await noted(soon.orderId, own))?.error === 'string');
    expect(await noted(soon.orderId, own)).toMatchObject({ state: 'waiting', tries: 1 });
    const metrics = await smtp.app.get(Metrics).registry.metrics();
    expect(metrics).toContain('catraca_mails{state="dead"} 1');
    expect(metrics).toContain('catraca_mails_total{kind="order_confirmed",outcome="postponed"} 1');

    server.refuse = () => undefined;
    await own.advance(16);
    await sent(soon.orderId, own);
    expect(server.taken.map(({ recipients }) => recipients)).toEqual([[soon.email]]);
    expect((await fetch(`${smtp.url}/mailbox`)).status).toBe(404);
    await smtp.close();
    await server.stop();
  });
});
