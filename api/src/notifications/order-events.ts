import { z } from 'zod';
import { defineEvent, languages } from '#platform';

const language = z.enum(languages);

export const OrderConfirmed = defineEvent({
  name: 'orders.order_confirmed',
  version: 1,
  key: ({ orderId }) => orderId,
  schema: z.object({
    orderId: z.uuid(), eventId: z.uuid(), userId: z.uuid(), email: z.string(), name: z.string(), language, totalCents: z.int(), currency: z.string(),
    tickets: z.array(z.object({ ticketId: z.uuid(), label: z.string(), ticketTypeId: z.uuid(), ticketTypeName: z.string(), priceCents: z.int(), holder: z.string().nullable() })),
    products: z.array(z.object({ productId: z.uuid(), name: z.string(), quantity: z.int(), priceCents: z.int() })),
    eventTitle: z.string(), venueName: z.string(), startsAt: z.string(), timezone: z.string(), address: z.string(), deviceId: z.uuid().nullable(), late: z.boolean(),
  }),
});

export const OrderRefunded = defineEvent({
  name: 'orders.order_refunded',
  version: 1,
  key: ({ orderId }) => orderId,
  schema: z.object({
    orderId: z.uuid(), eventId: z.uuid(), userId: z.uuid(), email: z.string(), name: z.string(), language, eventTitle: z.string(), totalCents: z.int(), currency: z.string(),
    refundedCents: z.int(), reason: z.string(),
  }),
});
