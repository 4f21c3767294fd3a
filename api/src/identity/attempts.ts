import { Injectable } from '@nestjs/common';
import { TooManyRequests } from '#platform';
import type { Budget } from './attempt.js';
import { AttemptRepository } from './attempt.repository.js';
import { EmailTaken, WrongCredentials, WrongPassword } from './identity.errors.js';

/** Lets people try to sign in as long as their budgets of failures last. */
@Injectable()
export class Attempts {
  constructor(private readonly repository: AttemptRepository) {}

  /**
   * Runs an attempt that draws one from every budget; only what a guesser would do keeps it, and a success where that counts.
   * @throws TooManyRequests with the time until the emptiest budget is whole again; whatever the attempt throws.
   */
  async within<T>(budgets: Budget[], attempt: () => Promise<T>): Promise<T> {
    const drawn = await this.repository.draw(budgets);
    const waits = drawn.filter(({ count }, index) => count > (budgets[index] as Budget).limit).map(({ secondsLeft }) => secondsLeft);
    if (waits.length > 0) {
      // What is refused draws nothing: one guesser's empty budget must not empty everybody's.
      await this.repository.giveBack(budgets);
      throw new TooManyRequests({ retryAfterSeconds: Math.max(1, ...waits) });
    }
    try {
      const result = await attempt();
      await this.repository.giveBack(budgets.filter(({ successesCount }) => !successesCount));
      return result;
    } catch (error) {
      if (!([WrongCredentials, WrongPassword, EmailTaken].some((kind) => error instanceof kind))) await this.repository.giveBack(budgets);
      throw error;
    }
  }
}
