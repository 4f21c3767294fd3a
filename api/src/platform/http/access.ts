import { SetMetadata } from '@nestjs/common';
import type { Language } from '../translations.js';

/** What an account may do. An administrator may whatever any list of roles allows. */
export const roles = ['fan', 'door', 'organiser', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** Who is signed in. */
export interface Principal {
  userId: string;
  role: Role;
  sessionId: string;
  deviceId: string | null;
  email: string;
  name: string;
  language: Language;
  /** Whether the e-mail address was confirmed. */
  verified: boolean;
  /** The rehearsal that this throw-away account was made for; null for everybody else. See {@link OpenToRehearsals}. */
  rehearsalEventId: string | null;
}

/**
 * Who may call a route: `public` (nobody is looked up), `recognised` (anyone; whoever is signed in is known),
 * `signed-in` (any role), or a list of roles.
 */
export type AccessRule = 'public' | 'recognised' | 'signed-in' | readonly Role[];

export const ACCESS = 'catraca:access';

/** Declares who may call a route. A route without it does not start. */
export const Access = (rule: AccessRule) => SetMetadata(ACCESS, rule);

export const REHEARSALS = 'catraca:rehearsals';

/**
 * Lets a rehearsal's throw-away accounts in, whom every other route that looks at who is signed in refuses. A route that names an
 * event in its path lets them in for their own only; what a route finds by another id must be theirs.
 */
export const OpenToRehearsals = () => SetMetadata(REHEARSALS, true);

/** Tells whose things a user maintains; the catalog provides it to every module, also to those that know nothing of it. */
export abstract class Memberships {
  /** The ids of the organisers whose member the user is; none for an unknown one. */
  abstract organisersOf(userId: string): Promise<string[]>;
}

/** Finds live sessions by their tokens; identity provides it. */
export abstract class Sessions {
  /** In the order of the tokens; null where there is no live session. Batched and briefly cached. */
  abstract find(token: string): Promise<Principal | null>;
}
