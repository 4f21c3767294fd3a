import type { paths } from '#box-office/schema.d.ts';

/** An event as its page has it. */
export type Event = paths['/api/v1/events/{eventId}']['get']['responses']['200']['content']['application/json'];
