/** The face of a receipt: the ticket's band and type on half a page, so that two fit on a sheet. */
import { draw, drawMasthead, field, fit, ink, label, type Page, sheet } from '#paper';
import { type Receipt, receiptNumber } from './receipt.js';
import { amountText, receiptWords, timeText } from './receipt-words.js';

const { left, right, inside, top, bandHeight } = sheet;
const bottom = 398;
const textLeft = left + inside;
const textWidth = right - left - 2 * inside;
const columnRight = textLeft + textWidth / 2 + 12;
const columnWidth = textWidth / 2 - 12;

export function drawReceiptPage(page: Page, receipt: Receipt): void {
  const words = receiptWords(receipt.language);
  const money = (cents: number) => amountText(cents, receipt.currency, receipt.language);
  page.rect(left, top, right - left, bottom - top).lineWidth(1.4).stroke(ink);
  page.rect(left, top, right - left, bandHeight).fill(ink);
  drawMasthead(page, words.receipt);

  const first = top + bandHeight + 22;
  field(page, words.amount, fit(money(receipt.amountCents), 'Helvetica-Bold', columnWidth, [[32, 1], [24, 1], [16, 1]]), textLeft, first);
  field(page, words.number, fit(receiptNumber(receipt), 'Helvetica-Bold', columnWidth, [[20, 1]]), columnRight, first);
  rule(page, first + 58);

  const second = first + 74;
  field(page, words.payer, fit(receipt.payerName || '—', 'Helvetica-Bold', columnWidth, [[14, 2], [11, 3]]), textLeft, second);
  field(page, words.payee, fit(receipt.payeeName === null ? words.ownBalance : receipt.payeeName || '—', 'Helvetica-Bold', columnWidth, [[14, 2], [11, 3]]), columnRight, second);

  const third = second + 62;
  const under = field(page, words.what, fit(words.purposes[receipt.purpose.kind], 'Helvetica-Bold', columnWidth, [[14, 1], [11, 2]]), textLeft, third);
  // A top-up has nothing to say but that it is one.
  if (receipt.purpose.kind !== 'top_up') draw(page, fit(receipt.description, 'Helvetica', columnWidth, [[11, 2], [9, 2]]), textLeft, under + 2);
  const underHow = field(page, words.how, fit(words.methods[receipt.method], 'Helvetica-Bold', columnWidth, [[14, 1]]), columnRight, third);
  if (receipt.method !== 'wallet' && receipt.fromWalletCents > 0) {
    draw(page, fit(words.fromBalance(money(receipt.fromWalletCents)), 'Helvetica', columnWidth, [[11, 1], [9, 2]]), columnRight, underHow + 2);
  }

  const fourth = third + 68;
  const { refundedCents = 0, takenBackCents = 0 } = receipt;
  // Whoever is shown it must see that the money is not there any more.
  const whenWidth = refundedCents > 0 ? columnRight - textLeft - 12 : textWidth;
  field(page, words.when, fit(timeText(receipt.completedAt, receipt.timezone, receipt.language), 'Helvetica-Bold', whenWidth, [[12, 1], [10, 2]]), textLeft, fourth);
  if (refundedCents > 0) {
    const back = `${money(refundedCents)}${refundedCents === receipt.amountCents ? ` (${words.inFull})` : ''}`;
    field(page, words.refunded, fit(back, 'Helvetica-Bold', columnWidth, [[14, 1], [11, 2]]), columnRight, fourth);
  }
  rule(page, fourth + 36);
  const last = takenBackCents > 0 ? draw(page, fit(words.takenBack(money(takenBackCents)), 'Helvetica-Bold', textWidth, [[11, 1], [9, 1]]), textLeft, fourth + 43) + 4 : fourth + 46;
  draw(page, fit(`${words.payment} ${receipt.paymentId}`, 'Helvetica', textWidth, [[9, 1]]), textLeft, last, label);
  draw(page, fit(words.note, 'Helvetica', right - left, [[8.5, 2], [7.5, 3]]), left, bottom + 14, label);
}

function rule(page: Page, y: number): void {
  page.moveTo(textLeft, y).lineTo(right - inside, y).lineWidth(0.7).stroke(ink);
}
