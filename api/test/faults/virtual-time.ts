import type { Simulator } from '@catraca/simulator';
import type { TestDatabase } from '../support/test-database.js';

interface Patience {
  until: number;
  end: () => void;
}

/** The one clock of a run: the database's, both providers', and the patience of whoever calls them. Nothing in a run sleeps; time is moved. */
export class VirtualTime {
  private elapsed = 0;
  private readonly patient = new Set<Patience>();

  constructor(
    private readonly database: TestDatabase,
    private readonly simulators: readonly Simulator[],
  ) {}

  async pass(seconds: number): Promise<void> {
    this.elapsed += seconds;
    await this.database.advance(seconds);
    // Who waits gives up first: what a provider does after that comes too late for its caller.
    for (const each of this.patient) if (each.until <= this.elapsed) each.end();
    for (const simulator of this.simulators) simulator.advance(seconds * 1_000);
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
