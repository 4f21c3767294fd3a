import type { HostedField } from '../box-office/card-fields.ts';

/** What a page that takes cards may load and ask beside our own. */
export interface CardSources {
  scripts: readonly string[];
  frames: readonly string[];
  connections: readonly string[];
}

export const noCards: CardSources = { scripts: [], frames: [], connections: [] };

/** The pages on which a card may be entered. No other page knows of another site. */
export const takesCards = (pathname: string): boolean => /^\/(pt|es|en)\/(checkout\/[^/]+|wallet)$/.test(pathname);

/**
 * What each provider's script needs, by name and without a wildcard where there is another way: Stripe's list is the one of its integration security guide;
 * Mercado Pago publishes none, so it is what its SDK's secure fields ask for. Its fraud prevention would want scripts written into the page, and stays off.
 */
const own: Record<HostedField['kind'], { script: string } & CardSources> = {
  stripe: {
    script: 'https://js.stripe.com',
    scripts: ['https://js.stripe.com', 'https://*.js.stripe.com'],
    frames: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
    connections: ['https://api.stripe.com'],
  },
  mercado_pago: {
    script: 'https://sdk.mercadopago.com',
    scripts: ['https://sdk.mercadopago.com', 'https://http2.mlstatic.com'],
    frames: ['https://secure-fields.mercadopago.com'],
    connections: ['https://api.mercadopago.com', 'https://api-static.mercadopago.com', 'https://secure-fields.mercadopago.com', 'https://http2.mlstatic.com'],
  },
};

/** The sources of these fields. A script that comes from elsewhere, a sandbox's simulator, needs that one place. */
export function sourcesOf(fields: readonly Pick<HostedField, 'kind' | 'scriptUrl'>[]): CardSources {
  const all = fields.flatMap(({ kind, scriptUrl }): CardSources[] => {
    const origin = URL.parse(scriptUrl)?.origin ?? 'null';
    if (origin === own[kind].script) return [own[kind]];
    return origin === 'null' ? [] : [{ scripts: [origin], frames: [origin], connections: [origin] }];
  });
  const once = (pick: (sources: CardSources) => readonly string[]): string[] => [...new Set(all.flatMap(pick))];
  return { scripts: once(({ scripts }) => scripts), frames: once(({ frames }) => frames), connections: once(({ connections }) => connections) };
}
