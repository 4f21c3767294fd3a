import { Client, type ClientConfig, type Connection, types } from 'pg';

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

/** How long a statement's answer may be on its way; none: for ever. */
interface Patience {
  silenceMillisMax?: number;
}

/**
 * A client whose repeated statements are prepared once per connection and then only bound and executed, and which gives its
 * connection up when an answer is overdue: where packets are swallowed nobody ever says that the other side is gone. The whole connection,
 * not the statement, because what waits behind it, the rollback first, would wait for the same silence.
 */
export class PreparingClient extends Client {
  private readonly silenceMillisMax: number | undefined;

  constructor(options?: string | (ClientConfig & Patience)) {
    super(options);
    this.silenceMillisMax = typeof options === 'object' ? options.silenceMillisMax : undefined;
  }

  // The signature of pg's overloads; only the form that Kysely uses is prepared.
  override query(...call: unknown[]): never {
    const [text, values, ...rest] = call;
    if (typeof text === 'string' && Array.isArray(values) && rest.length === 0) {
      const name = nameOf(text);
      if (name) return this.patiently(super.query({ name, text, values } as never)) as never;
    }
    return this.patiently((super.query as (...args: unknown[]) => never).apply(this, call)) as never;
  }

  private patiently<Answer>(answer: Answer): Answer {
    if (this.silenceMillisMax === undefined || !((answer as unknown) instanceof Promise)) return answer;
    const silence = setTimeout(() => this.giveUp(), this.silenceMillisMax);
    const heard = () => clearTimeout(silence);
    (answer as Promise<unknown>).then(heard, heard);
    return answer;
  }

  private giveUp(): void {
    const { stream } = (this as unknown as { connection: Connection }).connection;
    stream.destroy(Object.assign(new Error('The database has not answered in time'), { code: 'ETIMEDOUT' }));
  }
}
