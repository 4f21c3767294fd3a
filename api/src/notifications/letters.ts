/** What the house writes to its guests: from a message's payload to a letter, as HTML and as plain text. */
import type { Language } from '#platform';
import { html } from './html.js';
import { dateText, dayText, moneyText, oneLine, shortId } from './letter-format.js';
import { button, field, heading, letterPage, link, paragraph, rows, total, type Row } from './letter-page.js';
import { letterWords, type LetterWords } from './letter-words.js';
import type { Letter } from './mail.js';

export interface ConfirmedOrder {
  orderId: string;
  name: string;
  language: Language;
  totalCents: number;
  currency: string;
  tickets: { label: string; ticketTypeName: string; priceCents: number; holder: string | null }[];
  products: { name: string; quantity: number; priceCents: number }[];
  eventTitle: string;
  venueName: string;
  /** Empty while the date is open. */
  startsAt: string;
  timezone: string;
  late: boolean;
  /** Where its receipt is; the buyer's session opens it. */
  receiptLink?: string | undefined;
}

export function confirmedLetter(order: ConfirmedOrder): Letter {
  const words = letterWords(order.language);
  const { confirmed } = words;
  const count = order.tickets.length;
  const places = order.tickets.map(({ label, ticketTypeName, priceCents, holder }) => ({
    main: label,
    detail: [ticketTypeName, holder].filter(Boolean).join(' · '),
    amount: moneyText(priceCents, order.currency, order.language),
  }));
  const extras = order.products.map(({ name, quantity, priceCents }) => ({
    main: name,
    detail: `${quantity} × ${moneyText(priceCents, order.currency, order.language)}`,
    amount: moneyText(priceCents * quantity, order.currency, order.language),
  }));
  const when = dateText(order.startsAt, order.timezone, order.language) ?? words.openDate;
  const sum = moneyText(order.totalCents, order.currency, order.language);
  const sentences = [confirmed.intro(count), ...(order.late ? [confirmed.late] : [])];
  const subject = oneLine(confirmed.subject(count, order.eventTitle));
  return {
    subject,
    html: letterPage({
      language: order.language,
      preview: sentences[0]!,
      kind: confirmed.kind,
      title: order.eventTitle,
      intro: html`${paragraph(words.hello(order.name))}${sentences.map(paragraph)}${field(words.date, when)}${field(words.venue, order.venueName)}`,
      stub: html`${heading(words.place)}${rows(places)}${extras.length > 0 ? [heading(words.products), rows(extras)] : []}${total(words.total, sum)}${order.receiptLink === undefined ? [] : [link(confirmed.receipt, order.receiptLink)]}`,
      foot: [...confirmed.foot, `${words.order} ${shortId(order.orderId)}`],
    }),
    text: plain([
      words.hello(order.name),
      ...sentences,
      `${order.eventTitle}\n${words.date}: ${when}\n${words.venue}: ${order.venueName}`,
      `${words.place}\n${lines(places)}`,
      ...(extras.length > 0 ? [`${words.products}\n${lines(extras)}`] : []),
      `${words.total}: ${sum}`,
      ...(order.receiptLink === undefined ? [] : [`${confirmed.receipt}: ${order.receiptLink}`]),
      ...confirmed.foot,
      `${words.order} ${shortId(order.orderId)}`,
    ]),
  };
}

interface OrderToRefund {
  orderId: string;
  name: string;
  language: Language;
  eventTitle: string;
  currency: string;
}

export interface RefundedOrder extends OrderToRefund {
  refundedCents: number;
  /** `late`: the money came when the places were gone. */
  reason: string;
  /** How much of it went to the buyer's balance. */
  toBalanceCents?: number | undefined;
  /** How many tickets are void with it. */
  tickets?: number | undefined;
  /** What was to go back beyond that, and the payer's bank has taken before. */
  takenBackCents?: number | undefined;
  /** The payment's receipt as it reads now is attached. */
  hasReceipt?: boolean | undefined;
}

export function refundedLetter(order: RefundedOrder): Letter {
  const { refunded } = letterWords(order.language);
  const toBalanceCents = order.toBalanceCents ?? 0;
  const byBank = (order.takenBackCents ?? 0) > 0 ? [refunded.byBank(moneyText(order.takenBackCents!, order.currency, order.language))] : [];
  // Of tickets there is nothing good to say where a bank has taken their money.
  const what = order.reason === 'late' ? [refunded.late] : order.tickets !== 0 ? [refunded.refund] : byBank.length === 0 ? [refunded.amountOnly] : [];
  const sentences = [
    ...what,
    ...byBank,
    ...(toBalanceCents > 0 ? [refunded.toBalance(moneyText(toBalanceCents, order.currency, order.language))] : []),
    ...(order.hasReceipt ? [refunded.receipt] : []),
  ];
  return refundLetter(order, sentences, refunded.amount, order.refundedCents, toBalanceCents < order.refundedCents ? refunded.foot : []);
}

/** A refund is on its way. */
export function refundRequestedLetter(order: OrderToRefund & { refundCents: number; reason: string; destination: 'source' | 'balance' }): Letter {
  const { refunded } = letterWords(order.language);
  const why = order.reason === 'event_cancelled' ? refunded.cancelled : order.reason === 'withdrawal' ? refunded.withdrawal : refunded.requested;
  return refundLetter(order, [why, order.destination === 'balance' ? refunded.goesToBalance : refunded.goesToSource], refunded.due, order.refundCents, []);
}

/** A gateway would not give the money back yet, or, `final`, not at all. */
export function refundDelayedLetter(order: OrderToRefund & { refundCents: number; final: boolean }): Letter {
  const { refunded } = letterWords(order.language);
  return refundLetter(order, [order.final ? refunded.stopped : refunded.delayed], refunded.due, order.refundCents, []);
}

function refundLetter(order: OrderToRefund, sentences: string[], label: string, cents: number, foot: string[]): Letter {
  const words = letterWords(order.language);
  const { refunded } = words;
  const sum = moneyText(cents, order.currency, order.language);
  const last = [...foot, `${words.order} ${shortId(order.orderId)}`];
  return {
    subject: oneLine(refunded.subject(order.eventTitle)),
    html: letterPage({
      language: order.language,
      preview: sentences[0]!,
      kind: refunded.kind,
      title: order.eventTitle,
      intro: html`${paragraph(words.hello(order.name))}${sentences.map(paragraph)}`,
      stub: total(label, sum),
      foot: last,
    }),
    text: plain([words.hello(order.name), ...sentences, order.eventTitle, `${label}: ${sum}`, ...last]),
  };
}

export interface IssuedReceipt {
  paymentId: string;
  payerName: string;
  payeeName: string | null;
  description: string;
  purpose: { kind: 'order' | 'top_up' | 'service' };
  amountCents: number;
  currency: string;
  language: Language;
}

/** The receipt of a payment, which is attached. */
export function receiptLetter(receipt: IssuedReceipt): Letter {
  const words = letterWords(receipt.language);
  const about = words.receipt;
  // An order is known by its show, a service by whom it is paid to.
  const title = receipt.purpose.kind === 'top_up' ? about.topUp : (receipt.purpose.kind === 'order' ? receipt.description : receipt.payeeName) || receipt.description;
  const sum = moneyText(receipt.amountCents, receipt.currency, receipt.language);
  return {
    subject: oneLine(about.subject(title)),
    html: letterPage({
      language: receipt.language,
      preview: about.intro,
      kind: about.kind,
      title,
      intro: html`${paragraph(words.hello(receipt.payerName))}${paragraph(about.intro)}`,
      stub: total(about.amount, sum),
      foot: [`${about.payment} ${shortId(receipt.paymentId)}`],
    }),
    text: plain([words.hello(receipt.payerName), about.intro, title, `${about.amount}: ${sum}`, `${about.payment} ${shortId(receipt.paymentId)}`]),
  };
}

/** The last letter to somebody: their account is gone, and what is still kept and until when. */
export function deletedLetter({ name, language, evidenceUntil }: { name: string; language: Language; evidenceUntil: string | null }): Letter {
  const words = letterWords(language);
  const { deleted } = words;
  const kept = [deleted.kept, ...(evidenceUntil === null ? [] : [deleted.evidence(dayText(evidenceUntil, language))])];
  return {
    subject: deleted.subject,
    html: letterPage({
      language,
      preview: deleted.intro,
      kind: deleted.kind,
      title: deleted.subject,
      intro: html`${paragraph(words.hello(name))}${paragraph(deleted.intro)}`,
      stub: html`${kept.map(paragraph)}`,
      foot: deleted.foot,
    }),
    text: plain([words.hello(name), deleted.intro, ...kept, ...deleted.foot]),
  };
}

export interface ConflictedPayment {
  paymentId: string;
  payerName: string;
  description: string;
  purpose: { kind: 'order' | 'top_up' | 'service' };
  state: 'arisen' | 'returned' | 'closed' | 'taken_back';
  askedCents: number;
  currency: string;
  taken: { amountCents: number; currency: string };
  backCents?: number | undefined;
  language: Language;
}

/** Another amount than asked was taken of a payment; or it is back. */
export function conflictLetter(payment: ConflictedPayment): Letter {
  const words = letterWords(payment.language);
  const about = words.conflict;
  const title = payment.purpose.kind === 'top_up' ? words.receipt.topUp : payment.description;
  const arisen = payment.state === 'arisen';
  const asked = moneyText(payment.askedCents, payment.currency, payment.language);
  // Once it is back: what came, which is not all where the payer's bank had taken a part.
  const taken = moneyText((arisen ? undefined : payment.backCents) ?? payment.taken.amountCents, payment.taken.currency, payment.language);
  const sentences = arisen ? [about.arisen, payment.purpose.kind === 'order' ? about.order : about.other] : [about.settled];
  return {
    subject: oneLine(arisen ? about.subject(title) : words.refunded.subject(title)),
    html: letterPage({
      language: payment.language,
      preview: sentences[0]!,
      kind: arisen ? about.kind : words.refunded.kind,
      title,
      intro: html`${paragraph(words.hello(payment.payerName))}${sentences.map(paragraph)}${arisen ? [field(about.asked, asked)] : []}`,
      stub: total(arisen ? about.taken : words.refunded.amount, taken),
      foot: [...(arisen ? [] : words.refunded.foot), `${words.receipt.payment} ${shortId(payment.paymentId)}`],
    }),
    text: plain([
      words.hello(payment.payerName), ...sentences, title, ...(arisen ? [`${about.asked}: ${asked}`, `${about.taken}: ${taken}`] : [`${words.refunded.amount}: ${taken}`]),
      ...(arisen ? [] : words.refunded.foot), `${words.receipt.payment} ${shortId(payment.paymentId)}`,
    ]),
  };
}

export interface LinkDue {
  name: string;
  language: Language;
  link: string;
}

/** A letter whose whole point is one link: it proves an address, or lets a new password be set. */
export function linkLetter(kind: 'verification' | 'passwordReset', { name, language, link }: LinkDue): Letter {
  const words: LetterWords = letterWords(language);
  const about = words[kind];
  return {
    subject: about.subject,
    html: letterPage({
      language,
      preview: about.intro,
      kind: about.kind,
      title: about.subject,
      intro: html`${paragraph(words.hello(name))}${paragraph(about.intro)}`,
      stub: button(about.button, link),
      foot: about.foot,
    }),
    text: plain([words.hello(name), about.intro, link, ...about.foot]),
  };
}

function lines(items: readonly Row[]): string {
  return items.map(({ main, detail, amount }) => `- ${oneLine(main)} (${oneLine(detail)}): ${amount}`).join('\n');
}

function plain(paragraphs: readonly string[]): string {
  return `${paragraphs.join('\n\n')}\n`;
}
