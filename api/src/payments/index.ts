export { cardToken } from './card-token.js';
export { AttemptPayment, CompareBooks, RefundAttempt, SeeToAttempt, VoidAttempt } from './payments.commands.js';
export { type DisputeState, disputeStates } from './payment-gateway.js';
export { AttemptDisputed, AttemptPresented, AttemptRefunded, AttemptSettled } from './payments.events.js';
export { AttemptPersonalData } from './personal-data.js';
export { PaymentsModule } from './payments.module.js';
