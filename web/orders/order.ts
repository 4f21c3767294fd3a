import type { paths } from '#box-office/schema.d.ts';

type Read<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never;

export type Order = Read<'/api/v1/orders/{orderId}'>;
export type Refund = Read<'/api/v1/orders/{orderId}/refunds'>['items'][number];
export type Event = Read<'/api/v1/events/{eventId}'>;

/** Another amount than asked was taken for it, and it bought nothing. */
export const isConflicted = ({ state, payment }: Order): boolean => (state === 'expired' || state === 'refunded') && payment?.failureReason === 'conflicted';
