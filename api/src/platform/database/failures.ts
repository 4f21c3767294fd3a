import { DatabaseError } from 'pg';

function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

/** Whether the named constraint was violated: names are rules, so a caller can turn this into its own failure. */
export function isViolation(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.constraint === constraint;
}

/** Whether the transaction lost against another one (deadlock, serialization) and may simply run again. */
export function isRetryable(error: unknown): boolean {
  return ['40001', '40P01'].includes(sqlState(error) ?? '');
}

const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH']);

/** Whether the database could not be reached or sent us away: nothing is wrong with what was asked. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error);
  // Class 08: connection exceptions; 57P: shutdown, crash, cannot connect now; 53300: too many connections.
  if (state) return state.startsWith('08') || state.startsWith('57P') || state === '53300';
  if (!(error instanceof Error)) return false;
  return (
    connectionCodes.has((error as NodeJS.ErrnoException).code ?? '') ||
    /Connection terminated|Client was closed|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after/.test(error.message)
  );
}
