import { LaunchRefused } from './launch-refused.js';

/** What to tell the person at the keyboard about an error: a sentence where we know what happened. */
export function explain(error: unknown): string {
  if (error instanceof LaunchRefused) return error.message;
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return `There is no permission to use ${path ?? 'a file'}: it belongs to another user.`;
  if (code === 'ENOSPC') return 'The disk is full.';
  // Of a server that says nothing pg has these words and no code.
  if (code === 'ECONNREFUSED' || message === 'timeout expired') return 'The database does not answer; is DATABASE_URL right, and does that PostgreSQL run?';
  return `Something nobody has foreseen; please report it.\n${error instanceof Error ? error.stack : String(error)}`;
}
