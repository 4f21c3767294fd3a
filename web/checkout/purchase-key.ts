/** Where keys outlive a reload: a tab's sessionStorage, or its stand-in where there is none. */
export interface Drawer {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
  removeItem(name: string): void;
}

/**
 * The names of this tab's questions to the box office (`Idempotency-Key`). One question keeps its key until it was answered:
 * over a double tap, a lost connection, a reload, the back button and a duplicated tab. Another question gets another key, and
 * is safe all the same, because a hold has at most one order and an order at most one live payment.
 *
 * `subject`: what the question is about; a hold, or an order with the payment that failed.
 */
export class PurchaseKeys {
  private readonly drawer: Drawer;

  constructor(drawer: Drawer) {
    this.drawer = drawer;
  }

  keyOf(subject: string, question: unknown): string {
    const body = JSON.stringify(question);
    const kept = read(this.drawer, subject);
    if (kept?.body === body) return kept.key;
    const key = newKey();
    this.drawer.setItem(nameOf(subject), JSON.stringify({ key, body }));
    return key;
  }

  /** The question about it that is still to be answered; null where there is none. */
  open(subject: string): unknown {
    const kept = read(this.drawer, subject);
    try {
      return kept && (JSON.parse(kept.body) as unknown);
    } catch {
      return null;
    }
  }

  /** After a refusal: the box office gives the same key the same no, and things may have changed since. */
  answered(subject: string): void {
    this.drawer.removeItem(nameOf(subject));
  }
}

/** 128 random bits. Not `randomUUID`: a box office tried out on a home network has no https, and browsers keep that from it there. */
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

const nameOf = (subject: string): string => `catraca.key ${subject}`;

function read(drawer: Drawer, subject: string): { key: string; body: string } | null {
  try {
    const kept: unknown = JSON.parse(drawer.getItem(nameOf(subject)) ?? 'null');
    const { key, body } = Object(kept) as Record<string, unknown>;
    return typeof key === 'string' && typeof body === 'string' ? { key, body } : null;
  } catch {
    return null;
  }
}

/** Without storage (a browser that forbids it) keys live as long as the page. */
export function drawerOfTab(): Drawer {
  const kept = new Map<string, string>();
  const inMemory: Drawer = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name) };
  try {
    const probe = 'catraca.probe';
    sessionStorage.setItem(probe, '');
    sessionStorage.removeItem(probe);
    return sessionStorage;
  } catch {
    return inMemory;
  }
}
