import type { Simulator } from '@catraca/simulator';
import type { TestDatabase } from '../support/test-database.js';

interface Patience {
  until: number;
  end: () => void;
}

const machineNow = Date.now;
/** Seconds that all worlds have gone on so far. It never goes back: an id says when it was made, and one process makes none that is older than its last. */
let ahead = 0;

/**
 * The one clock of a run: the database's, this program's, whose both providers' is, and the patience of whoever calls them. Nothing in a run sleeps;
 * time is moved. The program's must go with the others: adapters tell by it when an attempt was written and how old a key or a list is.
 */
export class VirtualTime {
  private elapsed = ahead;
  private readonly patient = new Set<Patience>();

  constructor(
    private readonly database: TestDatabase,
    private readonly simulators: readonly Simulator[],
  ) {}

  /** A new world is as late as the one before it was in the end. */
  async begin(): Promise<void> {
    Date.now = () => machineNow() + Math.round(ahead * 1_000);
    await this.database.advance(this.elapsed);
  }

  async pass(seconds: number): Promise<void> {
    this.elapsed += seconds;
    await this.database.advance(seconds);
    // Who waits gives up first: what a provider does after that comes too late for its caller.
    for (const each of this.patient) if (each.until <= this.elapsed) each.end();
    ahead = this.elapsed;
    for (const simulator of this.simulators) simulator.advance(0);
  }

  /** The answer, or `tooLate` when it has not come after so many seconds. */
  patiently<Answer>(answer: Promise<Answer>, seconds: number, tooLate: Answer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const patience = { until: this.elapsed + seconds, end: () => resolve(tooLate) };
      this.patient.add(patience);
      void answer.then(resolve, reject).finally(() => this.patient.delete(patience));
    });
  }
}
