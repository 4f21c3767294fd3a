/** A claimed turn, as the box office granted it: what holds are asked for with (`X-Admission`). */
export interface KeptAdmission {
  admissionToken: string;
  /** An instant; holds are given until then. */
  expiresAt: string;
  ticketLimit: number;
}

const key = (eventId: string) => `catraca.admission.${eventId}`;

/** The cookie that carries the admission token where JavaScript is off: HttpOnly, SameSite=Lax, of one event. */
export const admissionCookie = key;

/** The one place where an admission is kept in a browser: for this tab's life, since claiming again gives the same one. */
export function keepAdmission(eventId: string, admission: KeptAdmission): void {
  stored(() => sessionStorage.setItem(key(eventId), JSON.stringify(admission)));
}

/** Null where none was claimed in this tab; whether its window is still open is for the caller to compare with the server's clock. */
export function readAdmission(eventId: string): KeptAdmission | null {
  return stored(() => {
    const kept = JSON.parse(sessionStorage.getItem(key(eventId)) ?? 'null') as Partial<KeptAdmission> | null;
    if (typeof kept?.admissionToken !== 'string' || typeof kept.expiresAt !== 'string' || typeof kept.ticketLimit !== 'number') return null;
    return { admissionToken: kept.admissionToken, expiresAt: kept.expiresAt, ticketLimit: kept.ticketLimit };
  });
}

export function dropAdmission(eventId: string): void {
  stored(() => sessionStorage.removeItem(key(eventId)));
}

/** Storage may be forbidden or full; then an admission is claimed again wherever it is needed. */
function stored<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
