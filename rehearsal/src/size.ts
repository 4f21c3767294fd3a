import { CannotRehearse } from './cannot-rehearse.ts';
import { botAccounts, type Scenario } from './scenario.ts';

/** As many as a box office makes for one event. */
const ACCOUNTS_MAX = 200_000;

/** The accounts that so many fans and the bots need. @throws CannotRehearse before anything is made */
export function accountsFor({ bots }: Pick<Scenario, 'bots'>, fans: number): number {
  if (fans === 0) throw new CannotRehearse('By chance nobody comes: so few fans are no rehearsal. Bring more with --rate or --minutes.');
  const accounts = fans + botAccounts(bots);
  if (accounts > ACCOUNTS_MAX) throw new CannotRehearse(`It takes ${accounts} accounts, and a box office makes ${ACCOUNTS_MAX} for one rehearsal: bring fewer with --rate or --minutes.`);
  return accounts;
}

/** Where everybody is to buy there has to be something for everybody. @throws CannotRehearse */
export function checkPlaces({ thresholds, shares }: Pick<Scenario, 'thresholds' | 'shares'>, fans: number, capacity: number): void {
  const tickets = Math.ceil(fans * (1 + shares.pairs));
  if (thresholds.everybodyBuys && tickets > capacity) throw new CannotRehearse(`Everybody is to buy, some ${tickets} tickets, and there are ${capacity} places: bring fewer fans with --rate or --minutes.`);
}
