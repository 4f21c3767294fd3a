import type { paths } from '#box-office/schema.d.ts';

type Answer<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

/** An order as its buyer reads it. */
export type Order = Answer<'/api/v1/orders/{orderId}'>;
export type Hold = Answer<'/api/v1/holds/{holdId}'>;
export type Suggestion = Answer<'/api/v1/events/{eventId}/suggestions'>['items'][number];
export type PaymentMethods = Answer<'/api/v1/payment-methods'>['items'];
export type Money = Hold['total'];
