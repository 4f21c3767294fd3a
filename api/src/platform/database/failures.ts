import { DatabaseError } from 'pg';

function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined;
}

/** Whether the named constraint was violated: names are rules, so a caller can turn this into its own failure. */
export function isViolation(error: unknown, constraint: string): boolean {
  return error instanceof DatabaseError && error.constraint === constraint;
}

/** Whether an earlier statement of the transaction had failed: it says nothing of the cause. */
export function isAborted(error: unknown): boolean {
  return sqlState(error) === '25P02';
}

/** Against what the transaction lost, so that it may simply run again; null when it failed otherwise. */
export function lostTo(error: unknown): 'deadlock' | 'serialization' | null {
  const state = sqlState(error);
  return state === '40P01' ? 'deadlock' : state === '40001' ? 'serialization' : null;
}

/** Whether the transaction lost against another and may simply run again: `Database.transaction` has done so already as often as it makes sense. */
export function isRetryable(error: unknown): boolean {
  return lostTo(error) !== null;
}

// EAI_AGAIN: a name server that does not answer just now.
const connectionCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whether the database could not be reached or sent us away: nothing is wrong with what was asked. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error);
  // Class 08: connection exceptions; 57P: shutdown, crash, cannot connect now; 53300: too many connections.
  if (state) return state.startsWith('08') || state.startsWith('57P') || state === '53300';
  if (!(error instanceof Error)) return false;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  return (
    connectionCodes.has(code) ||
    // A server's socket whose file is away while it restarts, or where more wait than the system lets wait.
    (['ENOENT', 'EAGAIN'].includes(code) && syscall === 'connect') ||
    /Connection terminated|Client was closed|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after/.test(error.message)
  );
}

// Class 28: who we say we are is not believed; 3D000: there is no such database.
const refusals = /^(28...|3D000)$/;

/** Why a database cannot be used at all, in the server's or the system's words; null when the error is about something else. */
export function whyUnusable(error: unknown): string | null {
  if (!isConnectionLost(error) && !refusals.test(sqlState(error) ?? '')) return null;
  const { message, code = 'it does not answer' } = error as NodeJS.ErrnoException;
  // A name with several addresses fails without a message of its own.
  return message || code;
}

// 25006: a server that is a standby for the moment; 55P03: a lock that somebody keeps too long. Class 53: no memory, disk or
// connection left; class 58: the server's own trouble.
const troubles = /^(25006|55P03|53...|58...)$/;

/**
 * Whether the database is away, full or busy. Nothing is wrong with what was asked, and asking for less of it would only
 * meet the same trouble again.
 */
export function isDatabaseTrouble(error: unknown): boolean {
  return isConnectionLost(error) || troubles.test(sqlState(error) ?? '');
}
