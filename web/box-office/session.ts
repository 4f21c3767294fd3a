import { call } from './call.ts';
import { isPassing } from './problem.ts';
import type { paths } from './schema.d.ts';
import { changesOwner } from './tickets-owner.ts';

type Session = paths['/api/v1/auth/session']['get']['responses']['200']['content']['application/json'];
export type User = Session['user'];

let asked: Promise<User | undefined> | undefined;

/** Who is signed in on this device, asked once per page; undefined for nobody, and when the box office does not answer. */
export function whoIsIt(): Promise<User | undefined> {
  asked ??= askWho();
  return asked;
}

const ask = () => call<Session>('GET', '/auth/session');

/** Once more where nobody answered: a phone in a crowd loses a packet in ten. */
async function askWho(): Promise<User | undefined> {
  const { data, failure } = await ask();
  const user = failure && isPassing(failure) ? (await ask()).data?.user : data?.user;
  // However they came in, by another service or in another tab: what is kept of somebody else's goes before anybody is told who it is.
  if (user && changesOwner(() => localStorage, user.id)) await forgetTickets();
  return user;
}

/** After something changed of who is signed in: the next question is asked anew. */
export function forgetWho(): void {
  asked = undefined;
}

/** After signing in or out: tickets that were kept for being offline (public/sw.js) are not the next person's. */
export async function forgetTickets(): Promise<void> {
  // Absent without HTTPS.
  if ('caches' in globalThis) await caches.delete('catraca-tickets').catch(() => false);
}
