import type { Socket } from 'node:net';
import { Client, types } from 'pg';

// bigint columns are counters and cents here, far below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

// A statement earns a name once it was seen a few times; one-off texts and variable-length lists never do.
const USES_BEFORE_NAMING = 5;
const TEXTS_MAX = 2_000;
const uses = new Map<string, { count: number; name: string }>();

function nameOf(text: string): string | undefined {
  let use = uses.get(text);
  if (!use) {
    if (uses.size >= TEXTS_MAX) return undefined;
    use = { count: 0, name: `s${uses.size}` };
    uses.set(text, use);
  }
  use.count += 1;
  return use.count > USES_BEFORE_NAMING ? use.name : undefined;
}

/** A client whose repeated statements are prepared once per connection and then only bound and executed. */
export class PreparingClient extends Client {
  // The signature of pg's overloads; only the form that Kysely uses is prepared.
  override query(...call: unknown[]): never {
    this.gather();
    const [text, values, ...rest] = call;
    if (typeof text === 'string' && Array.isArray(values) && rest.length === 0) {
      const name = nameOf(text);
      if (name) return super.query({ name, text, values } as never) as never;
    }
    return (super.query as (...args: unknown[]) => never).apply(this, call);
  }

  /** What is asked for in one turn leaves as one packet: a system call costs more than most statements. */
  private gather(): void {
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }
}
