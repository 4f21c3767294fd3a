import type { CardAnswer, CardWish, OpenCard } from './card.ts';
import { OPENS_MS_MAX, TOKEN_MS_MAX, within } from './card.ts';
import { FACE, type Look, RADIUS, TEXT_SIZE } from './look.ts';
import { loadScript } from './script.ts';

/** What is used of Stripe.js; the rest of it is not our business. */
interface StripeError {
  type: string;
  message?: string;
}
interface Elements {
  create(type: 'payment', options: object): { mount(place: HTMLElement): void; on(event: string, heard: () => void): void; destroy(): void };
  update(options: object): void;
  submit(): Promise<{ error?: StripeError }>;
}
interface StripeScript {
  elements(options: object): Elements;
  createPaymentMethod(wish: { elements: Elements }): Promise<{ paymentMethod?: { id: string }; error?: StripeError }>;
}
declare global {
  interface Window {
    Stripe?: (publishableKey: string, options: { locale: string }) => StripeScript;
  }
}

const LOCALES = { pt: 'pt-BR', es: 'es-419', en: 'en' };
// Stripe wants an amount from the start; a balance's top-up has none before it is typed.
const AMOUNT_MIN = 1;

/** Opens Stripe's Payment Element for a card. The token is a payment method's id (`pm_…`), which our server charges. @throws Error when it does not open */
export async function openStripe(place: HTMLElement, { field, locale, look, amountCents, currency }: CardWish): Promise<OpenCard> {
  await loadScript(field.scriptUrl);
  if (!window.Stripe) throw new Error('the script was not the expected one');
  const stripe = window.Stripe(field.publishableKey, { locale: LOCALES[locale] });
  const elements = stripe.elements({
    mode: 'payment', amount: Math.max(amountCents, AMOUNT_MIN), currency: currency.toLowerCase(), paymentMethodTypes: ['card'], paymentMethodCreation: 'manual', appearance: appearanceOf(look),
  });
  // Cards and nothing else: other wallets would bring windows of other sites, and nothing is kept for another time.
  const element = elements.create('payment', { wallets: { applePay: 'never', googlePay: 'never', link: 'never' }, terms: { card: 'never' } });
  const ready = new Promise<void>((resolve, reject) => {
    element.on('ready', resolve);
    element.on('loaderror', () => reject(new Error('the fields did not load')));
  });
  element.mount(place);
  try {
    await within(OPENS_MS_MAX, ready);
  } catch (error) {
    element.destroy();
    throw error;
  }
  return {
    token: () => within(TOKEN_MS_MAX, tokenOf(stripe, elements)).catch(() => ({ kind: 'away' as const })),
    change: (part) => elements.update({ ...(part.look && { appearance: appearanceOf(part.look) }), ...(part.amountCents !== undefined && { amount: Math.max(part.amountCents, AMOUNT_MIN) }) }),
    close: () => element.destroy(),
  };
}

async function tokenOf(stripe: StripeScript, elements: Elements): Promise<CardAnswer> {
  const checked = await elements.submit();
  if (checked.error) return refused(checked.error);
  const { paymentMethod, error } = await stripe.createPaymentMethod({ elements });
  if (paymentMethod) return { kind: 'token', token: paymentMethod.id };
  return error ? refused(error) : { kind: 'away' };
}

/** Only what is wrong with a card can be mended by who has it; everything else is the provider's trouble, or ours. */
function refused({ type, message }: StripeError): CardAnswer {
  return type === 'validation_error' || type === 'card_error' ? { kind: 'incomplete', sentence: message ?? null } : { kind: 'away' };
}

function appearanceOf({ ink, quiet, ground, light, bad, edge, isDark }: Look): object {
  return {
    theme: isDark ? 'night' : 'stripe',
    variables: { colorPrimary: light, colorBackground: ground, colorText: ink, colorTextSecondary: quiet, colorTextPlaceholder: quiet, colorDanger: bad, fontFamily: FACE, fontSizeBase: TEXT_SIZE, borderRadius: RADIUS },
    rules: { '.Input': { border: `1px solid ${edge}`, boxShadow: 'none' }, '.Input:focus': { outline: `3px solid ${light}`, outlineOffset: '2px', boxShadow: 'none' }, '.Label': { color: ink, fontWeight: '600' } },
  };
}
