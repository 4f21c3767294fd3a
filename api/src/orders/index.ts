export { OrderQueries } from './order.queries.js';
export { OrderPersonalData } from './personal-data.js';
export { OrdersModule } from './orders.module.js';
export { OrderConfirmed, OrderDisputed, OrderExpired, OrderPaymentFailed, OrderPlaced, OrderRefunded, RefundDelayed, RefundRequested } from './orders.events.js';
