export { CancelPayment, RefundPayment, RequestPayment } from './wallet.commands.js';
export { receiptPdf } from './receipt-pdf.js';
export { receiptNumber } from './receipt.js';
export { PaymentCompleted, PaymentConflicted, PaymentDisputed, PaymentFailed, PaymentPresented, PaymentRefunded, ReceiptIssued, RefundRefused } from './wallet.events.js';
export { WalletPersonalData } from './personal-data.js';
export { WalletDatabaseModule, WalletModule } from './wallet.module.js';
export { pixPictureUrl } from './wallet.queries.js';
