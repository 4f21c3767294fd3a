export { OrderQueries } from './order.queries.js';
export { OrdersModule } from './orders.module.js';
export { OrderConfirmed, OrderExpired, OrderPaymentFailed, OrderPlaced, OrderRefunded } from './orders.events.js';
