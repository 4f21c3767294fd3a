import { ConfigRefused, type GatewayConfig, type SimulatorConfig } from '#platform';
import { AuroraGateway } from './aurora.gateway.js';
import { BonanzaGateway } from './bonanza.gateway.js';
import { MercadoPagoGateway } from './mercado-pago.gateway.js';
import type { PaymentGateway } from './payment-gateway.js';
import { PixGateway } from './pix.gateway.js';
import { StripeGateway } from './stripe.gateway.js';

/** What an adapter may need beside its own entry of `GATEWAYS`: where webhooks reach us, and how long it waits for an answer. */
interface Surroundings {
  publicUrl: string;
  answerMsMax?: number;
}

const simulated: Record<string, new (config: SimulatorConfig, limits: { answerMsMax?: number }) => PaymentGateway> = { aurora: AuroraGateway, bonanza: BonanzaGateway };

/** The adapter that speaks to this gateway. @throws ConfigRefused */
export function adapterFor(config: GatewayConfig, { publicUrl, ...limits }: Surroundings): PaymentGateway {
  switch (config.kind) {
    case 'simulator': {
      const Adapter = simulated[config.name];
      if (!Adapter) throw new ConfigRefused(`GATEWAYS: there is no simulated gateway "${config.name}"; there are ${Object.keys(simulated).join(' and ')}.`);
      return new Adapter(config, limits);
    }
    case 'pix':
      return new PixGateway(config, limits);
    case 'stripe':
      return new StripeGateway(config, limits);
    case 'mercado_pago':
      return new MercadoPagoGateway(config, { ...limits, notificationUrl: `${publicUrl}/api/v1/gateways/${config.name}/webhooks` });
  }
}
