import { Global, Module } from '@nestjs/common';
import { Sessions } from '#platform';
import { AccountDeletion } from './account-deletion.js';
import { AccountController } from './account.controller.js';
import { Accounts } from './accounts.js';
import { AttemptRepository } from './attempt.repository.js';
import { Attempts } from './attempts.js';
import { AuthController } from './auth.controller.js';
import { DeletionRepository } from './deletion.repository.js';
import { ExternalSignIn } from './external-sign-in.js';
import { ExternalController } from './external.controller.js';
import { Identity } from './identity.js';
import { LiveSessions } from './live-sessions.js';
import { MailedLinks } from './mailed-links.js';
import { Maintenance } from './maintenance.job.js';
import { PasswordChange } from './password-change.js';
import { PasswordReset } from './password-reset.js';
import { PasswordController } from './password.controller.js';
import { Passwords } from './passwords.js';
import { Registration } from './registration.js';
import { RehearsalAccounts } from './rehearsal-accounts.js';
import { RehearsalRepository } from './rehearsal.repository.js';
import { SessionCookie } from './session-cookie.js';
import { SessionRepository } from './session.repository.js';
import { SignIn } from './sign-in.js';
import { ThirdParty } from './third-party.js';
import { UserRepository } from './user.repository.js';
import { UsersController } from './users.controller.js';
import { VerificationRepository } from './verification.repository.js';
import { Verifications } from './verifications.js';

/** Who is who, without routes: every process needs it, because every process has routes that ask who is signed in. */
@Global()
@Module({
  providers: [Identity, UserRepository, SessionRepository, Passwords, LiveSessions, RehearsalAccounts, RehearsalRepository, { provide: Sessions, useExisting: LiveSessions }],
  exports: [Identity, UserRepository, SessionRepository, Passwords, LiveSessions, RehearsalAccounts, RehearsalRepository, Sessions],
})
export class IdentityModule {}

/** The routes of accounts and signing in, and their maintenance: the service `auth`. Needs {@link IdentityModule} beside it. */
@Module({
  imports: [IdentityModule],
  controllers: [AuthController, AccountController, PasswordController, UsersController, ExternalController],
  providers: [
    AccountDeletion, Accounts, Attempts, AttemptRepository, DeletionRepository, ExternalSignIn, MailedLinks, Maintenance, PasswordChange, PasswordReset, Registration, SessionCookie, SignIn, ThirdParty, Verifications, VerificationRepository,
  ],
  exports: [AccountDeletion],
})
export class AccountsModule {}
