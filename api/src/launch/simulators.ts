import { join } from 'node:path';
import type { SimulatorSecrets } from './demo-secrets.js';
import { startProgram, type Program } from './program.js';

/** An entry of GATEWAYS: where a payment provider is, and what we share with it. */
interface GatewaySetting extends Record<string, unknown> {
  name: string;
  kind: 'simulator' | 'pix';
  baseUrl: string;
}

/** What the API must know to use these simulated providers. */
export function gatewaySettings(simulators: SimulatorSecrets[]): GatewaySetting[] {
  return simulators.map(({ name, port, apiKey, webhookSecret }) => {
    const common = { name, baseUrl: `http://127.0.0.1:${port}`, webhookSecret };
    return name === 'pix' ? { ...common, kind: 'pix', ...merchant(common.baseUrl, apiKey) } : { ...common, kind: 'simulator', apiKey };
  });
}

/** What a bank with the Pix API asks of its merchants; this key is of nobody. */
function merchant(bankUrl: string, apiKey: string): object {
  const [clientId, clientSecret] = apiKey.split(':');
  return {
    tokenUrl: `${bankUrl}/oauth/token`, clientId, clientSecret, pixKey: '7d9f0335-8dcc-4054-9bf9-0dbd61d36906', merchantName: 'Bilheteria Catraca', merchantCity: 'Sao Paulo', registerWebhook: true,
  };
}

/** Starts a simulated payment provider: a real HTTP server of its own that calls the API back at `apiUrl`. */
export function startSimulator(root: string, simulator: SimulatorSecrets, apiUrl: string, logFile: string): Program {
  const { name, port, seed, apiKey, webhookSecret } = simulator;
  return startProgram({
    name: `The simulated payment provider ${name}`,
    args: [join(root, 'simulator/src/main.ts')],
    cwd: join(root, 'simulator'),
    env: {
      SIMULATOR_NAME: name,
      PORT: String(port),
      SIMULATOR_SEED: String(seed),
      SIMULATOR_API_KEY: apiKey,
      // The bank's callbacks are unsigned: their address is the secret.
      SIMULATOR_WEBHOOK_URL: `${apiUrl}/api/v1/gateways/${name}/webhooks${name === 'pix' ? `/${webhookSecret}/pix` : ''}`,
      SIMULATOR_WEBHOOK_SECRET: webhookSecret,
    },
    logFile,
  });
}
