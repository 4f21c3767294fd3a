export { Database, afterCommit, beforeCommit, tables, type Tx, withCommit } from './database.js';
export { isConnectionLost, isDatabaseTrouble, isRetryable, isViolation } from './failures.js';
export { MigrationRefused, migrate } from './migrate.js';
