import { call } from './call.ts';
import type { paths } from './schema.d.ts';

/** The box office as the line's page and an event's reach it from a browser: the few calls of a line and nothing else. */

type Line = paths['/api/v1/events/{eventId}/line'];
type Answer<Call, Status extends number> = Call extends { responses: Record<Status, { content: { 'application/json': infer Body } }> } ? Body : never;

export type Joined = Answer<Line['post'], 201>;
export type Standing = Answer<paths['/api/v1/events/{eventId}/line/place']['post'], 200>;
export type ServingAnswer = Answer<paths['/api/v1/events/{eventId}/serving']['get'], 200>;
export type DrawAnswer = Answer<paths['/api/v1/events/{eventId}/line/draw']['get'], 200>;
export type ChallengeAnswer = Answer<paths['/api/v1/events/{eventId}/line/challenge']['get'], 200>;
export type Admitted = Answer<paths['/api/v1/events/{eventId}/admissions']['post'], 201>;
export type SessionAnswer = Answer<paths['/api/v1/auth/session']['get'], 200>;
export type EventAnswer = Answer<paths['/api/v1/events/{eventId}']['get'], 200>;

export function lineOf(eventId: string) {
  const event = `/events/${eventId}`;
  return {
    join: (solution?: string) => call<Joined>('POST', `${event}/line`, solution === undefined ? {} : { solution }),
    /** How a place stands: nobody enters by it, whatever has become of the place. */
    standing: (lineToken: string) => call<Standing>('POST', `${event}/line/place`, { lineToken }),
    leave: () => call<null>('DELETE', `${event}/line`),
    serving: () => servingOf(eventId),
    draw: () => call<DrawAnswer>('GET', `${event}/line/draw`),
    challenge: () => call<ChallengeAnswer>('GET', `${event}/line/challenge`),
    claim: (lineToken: string) => call<Admitted>('POST', `${event}/admissions`, { lineToken }),
    session: () => call<SessionAnswer>('GET', '/auth/session'),
  };
}

export const servingOf = (eventId: string) => call<ServingAnswer>('GET', `/events/${eventId}/serving`);

export const eventOf = (eventId: string) => call<EventAnswer>('GET', `/events/${eventId}`);
