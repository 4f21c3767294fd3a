import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Secrets of a demo, made once per data folder so that sessions, tickets and payments survive a restart. */
export interface DemoSecrets {
  /** As SIGNING_KEYS takes them. */
  signingKeys: string;
  simulators: SimulatorSecrets[];
}

export interface SimulatorSecrets {
  name: string;
  seed: number;
  apiKey: string;
  webhookSecret: string;
  port?: number;
}

// 256 bits, the least that SIGNING_KEYS takes.
const KEY_BYTES = 32;

// Two providers of cards and Pix, so that failover between them can be watched, and a bank with the central bank's Pix API.
const PROVIDERS = ['aurora', 'bonanza', 'pix'];

/** Reads the secrets of this file, and makes those that are missing. Nobody but the owner of the file can read them. */
export function demoSecrets(file: string): DemoSecrets {
  const found = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as DemoSecrets) : undefined;
  const secrets: DemoSecrets = {
    signingKeys: found?.signingKeys ?? `demo1:${randomBytes(KEY_BYTES).toString('base64')}`,
    // A folder of former times has two.
    simulators: PROVIDERS.map((name, index) => found?.simulators.find((simulator) => simulator.name === name) ?? newSimulator(name, index + 1)),
  };
  saveDemoSecrets(file, secrets);
  return secrets;
}

/** The seed makes its moods repeatable. */
function newSimulator(name: string, seed: number): SimulatorSecrets {
  const secret = () => randomBytes(KEY_BYTES).toString('base64url');
  // Merchants of a Pix bank have a name beside their secret.
  return { name, seed, apiKey: name === 'pix' ? `catraca:${secret()}` : `key_${secret()}`, webhookSecret: `whsec_${secret()}` };
}

export function saveDemoSecrets(file: string, secrets: DemoSecrets): void {
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}
