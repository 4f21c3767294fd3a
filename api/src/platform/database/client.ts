import { Client, type ClientConfig, type Connection, types } from 'pg';

// bigint columns are counters and cents here, far below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

// A statement earns a name once it was seen a few times; one-off texts and variable-length lists never do.
const USES_BEFORE_NAMING = 5;
// The house has some hundreds of statements; beyond this texts are not counted any more.
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
  /** One for all statements: a timer for each would be a part of every statement's price. */
  private silence: NodeJS.Timeout | undefined;
  private unanswered = 0;

  constructor(options?: string | (ClientConfig & Patience)) {
    super(options);
    this.silenceMillisMax = typeof options === 'object' ? options.silenceMillisMax : undefined;
  }

  // The signature of pg's overloads; only the form that Kysely uses is prepared.
  override query(...call: unknown[]): never {
    this.gather();
    const [text, values, ...rest] = call;
    if (typeof text === 'string' && Array.isArray(values) && rest.length === 0) {
      const name = nameOf(text);
      if (name) return this.patiently(super.query({ name, text, values } as never)) as never;
    }
    return this.patiently((super.query as (...args: unknown[]) => never).apply(this, call)) as never;
  }

  private patiently<Answer>(answer: Answer): Answer {
    if (this.silenceMillisMax === undefined || !((answer as unknown) instanceof Promise)) return answer;
    this.silence ??= setTimeout(() => this.giveUp(), this.silenceMillisMax).unref();
    if (this.unanswered === 0) this.silence.refresh();
    this.unanswered += 1;
    const heard = () => {
      this.unanswered -= 1;
      this.silence?.refresh();
    };
    (answer as Promise<unknown>).then(heard, heard);
    return answer;
  }

  private giveUp(): void {
    if (this.unanswered > 0) this.stream.destroy(Object.assign(new Error('The database has not answered in time'), { code: 'ETIMEDOUT' }));
  }

  /** What is asked for in one turn leaves as one packet: a system call costs more than most statements. */
  private gather(): void {
    const { stream } = this;
    stream.cork();
    process.nextTick(() => stream.uncork());
  }

  private get stream(): Connection['stream'] {
    return (this as unknown as { connection: Connection }).connection.stream;
  }
}
