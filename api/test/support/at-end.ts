const steps: (() => unknown)[] = [];

/** Runs `step` when the test file ends, after whatever was asked for later. Vitest itself forgets an `afterAll` that is called from within a hook. */
export function atEnd(step: () => unknown): void {
  steps.push(step);
}

/** All of them, the last one first, even when one fails. */
export async function tidyUp(): Promise<void> {
  const failures: unknown[] = [];
  for (let step = steps.pop(); step; step = steps.pop()) {
    try {
      await step();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
}
