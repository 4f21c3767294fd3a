import { join } from 'node:path';
import { explain } from '../launch/explain.js';
import { withDatabase } from '../launch/database.js';
import { readSettings } from '../launch/settings.js';
import { checkInvariants } from './invariants.js';
import { noteVerification } from './note.js';
import { describeFindings, isBroken } from './report.js';
import { readRest } from './rest.js';

/** `npm run verify`: the invariants of docs/architecture.md on the database of DATABASE_URL, else on that of the data folder. */
async function verify(): Promise<void> {
  const root = join(import.meta.dirname, '..', '..', '..');
  const { rest, usual, others } = readRest(process.argv.slice(2));
  const settings = readSettings(process.env, others, root);
  const { broken, unnoted } = await withDatabase(settings, async (url) => {
    const findings = await checkInvariants({ main: url, wallet: process.env['WALLET_DATABASE_URL'], processor: process.env['PROCESSOR_DATABASE_URL'] }, rest);
    console.log(describeFindings(findings));
    const broken = findings.filter(isBroken).length;
    return { broken, unnoted: usual ? await noteVerification(url, broken) : undefined };
  });
  if (unnoted !== undefined) console.error(`The metrics do not hear of it: ${unnoted}`);
  process.exitCode = broken > 0 ? 1 : 0;
}

try {
  await verify();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
// The channel to the bootstrap would keep us alive.
if (process.connected) process.disconnect?.();
