import { readFileSync } from 'node:fs';
import { type ProviderName, startSimulator } from './index.ts';

/** Long enough to see the code on the screen, short enough to wait for. */
const PIX_PAID_AFTER_SECONDS = 5;

const required = (name: string): string => {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is not set: a simulated provider needs it.`);
  process.exit(1);
};

const paidAfter = process.env['SIMULATOR_PIX_PAID_AFTER_SECONDS'] ?? String(PIX_PAID_AFTER_SECONDS);
const webhookUrl = process.env['SIMULATOR_WEBHOOK_URL'];

const [certificate, key, ca] = ['CERTIFICATE', 'KEY', 'CA'].map((name) => process.env[`SIMULATOR_TLS_${name}`]);
const tls = certificate && key && ca ? { cert: readFileSync(certificate), key: readFileSync(key), ca: readFileSync(ca) } : undefined;

const simulator = await startSimulator({
  name: required('SIMULATOR_NAME') as ProviderName,
  port: Number(process.env['PORT'] ?? 0),
  apiKey: required('SIMULATOR_API_KEY'),
  ...(tls && { tls }),
  pixPaidAfterSeconds: paidAfter === 'never' ? null : Number(paidAfter),
  ...(process.env['SIMULATOR_PUBLISHABLE_KEY'] && { publishableKey: process.env['SIMULATOR_PUBLISHABLE_KEY'] }),
  ...(process.env['SIMULATOR_SEED'] && { seed: process.env['SIMULATOR_SEED'] }),
  ...(process.env['SIMULATOR_WEBHOOK_EVENTS'] === 'all' && { webhookEvents: 'all' as const }),
  ...(process.env['SIMULATOR_SLOW_MS'] && { slowMs: Number(process.env['SIMULATOR_SLOW_MS']) }),
  ...((webhookUrl ?? process.env['SIMULATOR_WEBHOOK_SECRET']) && { webhook: { url: webhookUrl ?? '', secret: required('SIMULATOR_WEBHOOK_SECRET') } }),
}).catch((error: unknown) => {
  console.error(`The simulated provider could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});

console.log(`${simulator.name} listens on ${simulator.url}`);
process.send?.({ type: 'ready', url: simulator.url, tlsUrl: simulator.tlsUrl });

// Whoever started it may shut its door for as long as they wish; over HTTP nobody could have it opened again.
process.on('message', (message) => {
  const { type } = message as { type?: string };
  if (type === 'shut' || type === 'open') void (type === 'shut' ? simulator.refuse() : simulator.listen()).then(() => process.send?.({ type }));
});

const end = (): void => void simulator.stop().then(() => process.exit(0));
process.once('SIGTERM', end);
process.once('SIGINT', end);
process.once('disconnect', end);
