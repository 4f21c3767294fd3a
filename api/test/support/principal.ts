import { newId, type Principal } from '#platform';

/** Somebody who is signed in: a fan with a verified address, unless told otherwise. */
export function newPrincipal(over: Partial<Principal> = {}): Principal {
  return { userId: newId(), role: 'fan', sessionId: newId(), deviceId: null, email: 'ana@example.com', name: 'Ana', language: 'pt-BR', verified: true, rehearsalEventId: null, ...over };
}
