export { Database, afterCommit, beforeCommit, tables, type Tx, withCommit } from './database.js';
export { isConnectionLost, isDatabaseTrouble, isRetryable, isViolation, whyUnusable } from './failures.js';
export { MigrationRefused, migrate } from './migrate.js';
