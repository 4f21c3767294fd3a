import type { Role } from '#platform';

/** A public account of the demo. */
export interface DemoAccount {
  userId: string;
  email: string;
  name: string;
  role: Role;
  password: string;
}

/** One for all demo accounts; printed at the start, so it protects nothing and needs not to. */
export const DEMO_PASSWORD = 'catraca-demo';

const people: [string, string, Role][] = [
  ['administrator', 'Rosa Administradora', 'administrator'],
  ['organiser', 'Otávio Organizador', 'organiser'],
  ['door', 'Dora Portaria', 'door'],
  ['fan', 'Fabiana Fã', 'fan'],
  ...[1, 2, 3, 4, 5].map((number): [string, string, Role] => [`fan${number}`, `Fã ${number}`, 'fan']),
];

/** Who there is to sign in as; `.example` delivers to nobody (RFC 2606). */
export const demoPeople = people.map(([mailbox, name, role]) => ({ email: `${mailbox}@catraca.example`, name, role }));
