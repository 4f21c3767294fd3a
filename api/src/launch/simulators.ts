import { join } from 'node:path';
import type { SimulatorSecrets } from './demo-secrets.js';
import { startProgram, type Program } from './program.js';

/** An entry of GATEWAYS: where a payment provider is, and what we share with it. */
interface GatewaySetting {
  name: string;
  kind: 'simulator';
  baseUrl: string;
  apiKey: string;
  webhookSecret: string;
}

/** What the API must know to use these simulated providers. */
export function gatewaySettings(simulators: SimulatorSecrets[]): GatewaySetting[] {
  return simulators.map(({ name, port, apiKey, webhookSecret }) => ({
    name,
    kind: 'simulator',
    baseUrl: `http://127.0.0.1:${port}`,
    apiKey,
    webhookSecret,
  }));
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
      SIMULATOR_WEBHOOK_URL: `${apiUrl}/api/v1/gateways/${name}/webhooks`,
      SIMULATOR_WEBHOOK_SECRET: webhookSecret,
    },
    logFile,
  });
}
