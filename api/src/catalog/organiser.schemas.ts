import { z } from 'zod';
import { instantAnswer, line, name, timezone, version } from './common.schemas.js';

export const organiserBody = z.strictObject({ name: name() });
export const organiserChanges = organiserBody.partial().extend({ version });
export const organiserAnswer = z.strictObject({ id: z.uuid(), name: z.string(), version: z.int() });
export const organisersAnswer = z.strictObject({ items: z.array(organiserAnswer) });

export const memberBody = z.strictObject({ userId: z.uuid() });
export const membersAnswer = z.strictObject({ items: z.array(z.strictObject({ userId: z.uuid(), addedAt: instantAnswer })) });

const venueFields = z.strictObject({ name: name(), city: name(), address: line(300), timezone });
export const venueBody = venueFields.extend({ organiserId: z.uuid(), address: line(300).default('') });
export const venueChanges = venueFields.partial().extend({ version });
export const venueAnswer = z.strictObject({
  id: z.uuid(), organiserId: z.uuid(), name: z.string(), city: z.string(), address: z.string(), timezone: z.string(), version: z.int(),
});
export const venuesQuery = z.strictObject({ organiserId: z.uuid() });
export const venuesAnswer = z.strictObject({ items: z.array(venueAnswer) });

/** The plan and its sheet are read by the seating plan's own reader, which names every mistake; here only their place. */
export const seatMapBody = z.strictObject({ name: line(200).optional(), plan: z.unknown(), accessibility: z.unknown().optional() })
  .meta({ description: 'The plan in the open seating-plan format; `accessibility` names its wheelchair places and their companions\' seats by `seat_guid`.' });
export const seatMapQuery = z.strictObject({ name: line(200).optional() });
export const seatMapAnswer = z.strictObject({
  id: z.uuid(), venueId: z.uuid(), name: z.string(), seatCount: z.int(), createdAt: instantAnswer,
});
export const seatMapsAnswer = z.strictObject({ items: z.array(seatMapAnswer) });
export const seatMapPlanAnswer = seatMapAnswer.extend({
  plan: z.record(z.string(), z.unknown()).meta({ description: 'In the open seating-plan format, as it can be uploaded again.' }),
  accessibility: z.strictObject({ wheelchair: z.array(z.string()), companions: z.array(z.strictObject({ seat: z.string(), of: z.string() })) }),
});
