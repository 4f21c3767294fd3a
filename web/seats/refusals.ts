/** The answers that mean: you have to be called first. */
const NOT_ADMITTED: ReadonlySet<string> = new Set(['orders.admission_required', 'line.admission_expired', 'line.admission_not_yours', 'platform.token_refused']);

export const isNotAdmitted = (code: string): boolean => NOT_ADMITTED.has(code);
