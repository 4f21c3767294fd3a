import type { Language, Role } from '#platform';

/** An account. `email` and `name` are personal data: look them up when they are needed, do not copy them. */
export interface User {
  id: string;
  email: string;
  name: string;
  role: Role;
  language: Language;
  /** When the address was proven; null while it is not. */
  verifiedAt: Date | null;
  /** Since when the account cannot sign in; null when it can. */
  suspendedAt: Date | null;
  createdAt: Date;
}

/** What administrators filter accounts by. */
export interface UserFilter {
  /** The beginning of an address or of a name. */
  search?: string | undefined;
  role?: Role | undefined;
  suspended?: boolean | undefined;
  /** Only accounts older than this one. */
  before?: string | undefined;
  limit: number;
}
