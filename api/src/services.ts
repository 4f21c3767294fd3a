import type { DynamicModule, Type } from '@nestjs/common';
import type { Config, ServiceName } from '#platform';

type HouseModule = Type | DynamicModule;

/** Which modules each service runs (S2.1); `all` is every one of them. */
const table: Record<Exclude<ServiceName, 'all'>, (config: Config) => HouseModule[]> = {
  auth: () => [],
  tickets: () => [],
  wallet: () => [],
  processor: () => [],
  sequence: () => [],
  notifications: () => [],
  reports: () => [],
};

/** The modules of this process. */
export function modulesOf(config: Config): HouseModule[] {
  const chosen = config.service === 'all' ? Object.values(table) : [table[config.service]];
  return [...new Set(chosen.flatMap((modules) => modules(config)))];
}
