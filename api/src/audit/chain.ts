import { createHash, randomBytes } from 'node:crypto';

/** Who did what to what, when; `personal` is kept apart so that it can be deleted. */
export interface Deed {
  id: string;
  occurredAt: Date;
  actor: string;
  action: string;
  target: string;
  data: Record<string, unknown>;
  personal: Record<string, unknown>;
}

/** The end of a chain: what the next entry is linked to. */
export interface Head {
  sequence: number;
  hash: Buffer;
}

/** An entry as stored: `hash` = SHA-256(`previousHash` ‖ `content` in UTF-8). */
export interface Entry extends Head {
  id: string;
  occurredAt: Date;
  content: string;
  previousHash: Buffer;
  personal: { salt: Buffer; content: string } | null;
}

/** What the first entry is linked to. */
export const GENESIS: Head = { sequence: 0, hash: Buffer.alloc(32) };

// As long as a guesser needs who knows that the digest is of an address, of which there are only 2^32.
const SALT_BYTES = 16;

/** JSON with one form only: members sorted by name (UTF-16 code units, RFC 8785), no white space. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

/** The entries that follow `head`, one for each deed. */
export function link(head: Head, deeds: Deed[]): Entry[] {
  let before = head;
  return deeds.map(({ personal: about, ...deed }) => {
    const sequence = before.sequence + 1;
    const personal = Object.keys(about).length > 0 ? { salt: randomBytes(SALT_BYTES), content: canonical(about) } : null;
    const personalDigest = personal && sha256(personal.salt, personal.content).toString('hex');
    const content = canonical({ ...deed, occurredAt: deed.occurredAt.toISOString(), sequence, personalDigest });
    const entry = { id: deed.id, occurredAt: deed.occurredAt, sequence, content, previousHash: before.hash, hash: sha256(before.hash, content), personal };
    before = entry;
    return entry;
  });
}

/** Where a stretch of the chain that should follow `head` is broken; empty when it is whole. */
export function flaws(head: Head, entries: Pick<Entry, 'sequence' | 'content' | 'previousHash' | 'hash'>[]): { sequence: number; flaw: string }[] {
  let before = head;
  return entries.flatMap((entry) => {
    const { sequence, content, previousHash, hash } = entry;
    const found = [
      sequence !== before.sequence + 1 && 'entries are missing before this one',
      !previousHash.equals(before.hash) && 'does not follow the entry before it',
      !hash.equals(sha256(previousHash, content)) && 'its content is not what was hashed',
      (JSON.parse(content) as { sequence: number }).sequence !== sequence && 'its columns contradict its content',
    ];
    before = entry;
    return found.filter((flaw) => flaw !== false).map((flaw) => ({ sequence, flaw }));
  });
}

function sha256(first: Buffer, text: string): Buffer {
  return createHash('sha256').update(first).update(text, 'utf8').digest();
}
