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

const KEY_BYTES = 32;

/** Reads the secrets of this file, or makes them. Nobody but the owner of the file can read them. */
export function demoSecrets(file: string): DemoSecrets {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoSecrets;
  const secrets: DemoSecrets = {
    signingKeys: `demo1:${randomBytes(KEY_BYTES).toString('base64')}`,
    // Two providers, so that failover between them can be watched; the seeds make their moods repeatable.
    simulators: ['aurora', 'bonanza'].map((name, index) => ({
      name,
      seed: index + 1,
      apiKey: `key_${randomBytes(KEY_BYTES).toString('base64url')}`,
      webhookSecret: `whsec_${randomBytes(KEY_BYTES).toString('base64url')}`,
    })),
  };
  saveDemoSecrets(file, secrets);
  return secrets;
}

export function saveDemoSecrets(file: string, secrets: DemoSecrets): void {
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}
