import { printed } from '#paper';
import { type Receipt, receiptNumber } from './receipt.js';
import { drawReceiptPage } from './receipt-page.js';
import { receiptWords } from './receipt-words.js';

/** A receipt as one A4 page, in the payer's language. The same receipt always gives the same bytes. About a millisecond. */
export function receiptPdf(receipt: Receipt): Promise<Buffer> {
  const title = `${receiptWords(receipt.language).number} ${receiptNumber(receipt)}`;
  return printed({ title, language: receipt.language, at: new Date(receipt.completedAt) }, [(page) => drawReceiptPage(page, receipt)]);
}
