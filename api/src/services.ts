import type { DynamicModule, Type } from '@nestjs/common';
import { AuditModule } from '#audit';
import { CatalogOfficeModule, MembershipsModule } from '#catalog';
import { AccountsModule, IdentityModule } from '#identity';
import { InventoryModule } from '#inventory';
import { NotificationsModule } from '#notifications';
import { OrdersModule } from '#orders';
import { PaymentsModule } from '#payments';
import type { Config, ServiceName } from '#platform';
import { PrivacyModule } from '#privacy';
import { RehearsalModule } from '#rehearsal';
import { SequenceModule, TicketDeskModule } from '#tickets';
import { WaitingRoomModule } from '#waiting-room';
import { WalletModule } from '#wallet';

type HouseModule = Type | DynamicModule;

/** Which modules each service runs (S2.1); `all` is every one of them. */
const table: Record<Exclude<ServiceName, 'all'>, HouseModule[]> = {
  auth: [AccountsModule, PrivacyModule],
  tickets: [CatalogOfficeModule, InventoryModule, WaitingRoomModule, TicketDeskModule, OrdersModule, RehearsalModule],
  wallet: [MembershipsModule, WalletModule],
  processor: [PaymentsModule],
  sequence: [SequenceModule],
  notifications: [NotificationsModule],
  reports: [AuditModule],
};

/** The modules of this process. Who is signed in is asked by every process's routes, so `IdentityModule` is everywhere. */
export function modulesOf({ service }: Pick<Config, 'service'>): HouseModule[] {
  return [IdentityModule, ...new Set(service === 'all' ? Object.values(table).flat() : table[service])];
}
