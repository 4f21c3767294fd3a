export { isRehearsalAddress } from './account.js';
export { AccountDeletion } from './account-deletion.js';
export { type DemoAccount } from './demo.js';
export {
  AccountSuspended, AlreadyVerified, EmailTaken, LastAdministrator, OwnAccount, ThirdPartyEmailUnproven, ThirdPartyNotConfigured, ThirdPartyRefused, ThirdPartyUnavailable,
  RehearsalEnded, RehearsalFull, SignInAgain, UserNotFound, VerificationRefused, WrongCredentials, WrongPassword,
} from './identity.errors.js';
export { AccountDeleted, DeletionConfirmed, PasswordResetRequested, SignedIn, UserSignedUp, UserSuspended, VerificationRequested } from './identity.events.js';
export { AccountsModule, IdentityModule } from './identity.module.js';
export { Identity } from './identity.js';
export { AccountPersonalData } from './personal-data.js';
export { RehearsalAccounts, type RehearsalFan } from './rehearsal-accounts.js';
export { type User } from './user.js';
