import type { DynamicModule, Type } from '@nestjs/common';
import { AccountsModule, IdentityModule } from '#identity';
import { NotificationsModule } from '#notifications';
import type { Config, ServiceName } from '#platform';
import { SequenceModule } from '#tickets';

type HouseModule = Type | DynamicModule;

/** Which modules each service runs (S2.1); `all` is every one of them. */
const table: Record<Exclude<ServiceName, 'all'>, (config: Config) => HouseModule[]> = {
  auth: () => [AccountsModule],
  tickets: () => [],
  wallet: () => [],
  processor: () => [],
  sequence: () => [SequenceModule],
  notifications: (config) => [NotificationsModule.with(config)],
  reports: () => [],
};

/** Every service has routes that ask who is signed in. */
const everywhere: HouseModule[] = [IdentityModule];

/** The modules of this process. */
export function modulesOf(config: Config): HouseModule[] {
  const chosen = config.service === 'all' ? Object.values(table) : [table[config.service]];
  return [...new Set([...everywhere, ...chosen.flatMap((modules) => modules(config))])];
}
