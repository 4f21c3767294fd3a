export { CancelPayment, RefundPayment, RequestPayment } from './wallet.commands.js';
export { PaymentCompleted, PaymentDisputed, PaymentFailed, PaymentPresented, PaymentRefunded, RefundRefused } from './wallet.events.js';
export { WalletModule } from './wallet.module.js';
export { pixPictureUrl } from './wallet.queries.js';
