import type { Mail } from './mail.js';

/** The mail server will never take this mail: a wrong address, say. Trying again is pointless. */
export class MailRefused extends Error {}

/** Hands mails to whoever brings them to their readers. */
export abstract class Mailer {
  /** Resolves once the other side has taken the mail over. @throws MailRefused when it never will; anything else may pass. */
  abstract send(mail: Mail): Promise<void>;
}
