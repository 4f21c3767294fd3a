import { Module } from '@nestjs/common';
import { AuditPersonalData } from '#audit';
import { CatalogModule, MembershipPersonalData } from '#catalog';
import { AccountPersonalData, AccountsModule } from '#identity';
import { HoldPersonalData } from '#inventory';
import { MailPersonalData } from '#notifications';
import { OrderPersonalData } from '#orders';
import { AttemptPersonalData } from '#payments';
import { TicketPersonalData } from '#tickets';
import { LinePersonalData } from '#waiting-room';
import { WalletDatabaseModule, WalletPersonalData } from '#wallet';
import { PrivacyController } from './privacy.controller.js';
import { Privacy } from './privacy.js';

/** The export and the deletion of accounts: part of the service `auth`. Of other modules it has what they keep of people, and nothing that sells. */
@Module({
  imports: [AccountsModule, CatalogModule, WalletDatabaseModule],
  controllers: [PrivacyController],
  providers: [
    Privacy, AccountPersonalData, MembershipPersonalData, LinePersonalData, HoldPersonalData, OrderPersonalData, TicketPersonalData, AttemptPersonalData, WalletPersonalData, MailPersonalData, AuditPersonalData,
  ],
})
export class PrivacyModule {}
