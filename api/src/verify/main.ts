import { join } from 'node:path';
import { explain } from '../launch/explain.js';
import { withDatabase } from '../launch/database.js';
import { readSettings } from '../launch/settings.js';
import { checkInvariants } from './invariants.js';
import { describeFindings, isBroken } from './report.js';
import { readRest } from './rest.js';

/** `npm run verify`: the invariants of docs/architecture.md on the database of DATABASE_URL, else on that of the data folder. */
async function verify(): Promise<void> {
  const root = join(import.meta.dirname, '..', '..', '..');
  const { rest, others } = readRest(process.argv.slice(2));
  const settings = readSettings(process.env, others, root);
  const findings = await withDatabase(settings, (url) =>
    checkInvariants({ main: url, wallet: process.env['WALLET_DATABASE_URL'], processor: process.env['PROCESSOR_DATABASE_URL'] }, rest),
  );
  console.log(describeFindings(findings));
  process.exitCode = findings.some(isBroken) ? 1 : 0;
}

try {
  await verify();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
// The channel to the bootstrap would keep us alive.
if (process.connected) process.disconnect?.();
