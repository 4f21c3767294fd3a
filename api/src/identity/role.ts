import type { Role } from '#platform';

/** What an administrator asks to change of an account; what is absent stays. */
export interface AccountChange {
  role?: Role | undefined;
  suspended?: boolean | undefined;
}

/** As much of an account as decides about a change of it. */
export interface Standing {
  id: string;
  role: Role;
  suspended: boolean;
}

/**
 * The account after the change, or why it is refused. Nobody changes their own standing, and the last administrator who can
 * sign in stays one: otherwise nobody could ever give the role again.
 */
export function changed(
  account: Standing,
  change: AccountChange,
  by: { userId: string; otherAdministrators: number },
): { standing: Standing; endsSessions: boolean } | 'own_account' | 'last_administrator' {
  const standing = { id: account.id, role: change.role ?? account.role, suspended: change.suspended ?? account.suspended };
  const same = standing.role === account.role && standing.suspended === account.suspended;
  if (!same && by.userId === account.id) return 'own_account';
  const loses = administers(account) && !administers(standing);
  if (loses && by.otherAdministrators === 0) return 'last_administrator';
  return { standing, endsSessions: standing.suspended && !account.suspended };
}

function administers({ role, suspended }: Standing): boolean {
  return role === 'administrator' && !suspended;
}
