import type { Appearance, Stripe, StripeConstructor, StripeElements, StripeError } from '@stripe/stripe-js';
import type { CardAnswer, CardWish, OpenCard } from './card.ts';
import { OPENS_MS_MAX, TOKEN_MS_MAX, within } from './card.ts';
import { FACE, type Look, RADIUS, TEXT_SIZE } from './look.ts';
import { loadScript } from './script.ts';

// Stripe.js as its own types say; its code comes from Stripe alone.
declare global {
  interface Window {
    Stripe?: StripeConstructor;
  }
}
type Refusal = Pick<StripeError, 'message'> & { type: string };

const LOCALES = { pt: 'pt-BR', es: 'es-419', en: 'en' } as const;
// Stripe wants an amount from the start; a balance's top-up has none before it is typed.
const AMOUNT_MIN = 1;

/** Opens Stripe's Payment Element for a card. The token is a payment method's id (`pm_…`), which our server charges. @throws Error when it does not open */
export async function openStripe(place: HTMLElement, { field, locale, look, amountCents, currency }: CardWish): Promise<OpenCard> {
  await loadScript(field.scriptUrl);
  if (!window.Stripe) throw new Error('the script was not the expected one');
  const stripe = window.Stripe(field.publishableKey, { locale: LOCALES[locale] });
  const elements = stripe.elements({
    mode: 'payment', amount: Math.max(amountCents, AMOUNT_MIN), currency: currency.toLowerCase(), allowedPaymentMethodTypes: ['card'], paymentMethodCreation: 'manual', appearance: appearanceOf(look),
  });
  // Cards and nothing else: other wallets would bring windows of other sites, and nothing is kept for another time.
  const element = elements.create('payment', { wallets: { applePay: 'never', googlePay: 'never', link: 'never' }, terms: { card: 'never' } });
  const ready = new Promise<void>((resolve, reject) => {
    element.on('ready', () => resolve());
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
    focus: () => element.focus(),
    change: ({ look: other, amountCents: cents }) => {
      // What does not take is of no weight: a colour, or an amount that only our server's word decides.
      elements.update({ ...(other && { appearance: appearanceOf(other) }), ...(cents !== undefined && { amount: Math.max(cents, AMOUNT_MIN) }) }).catch(() => undefined);
      return false;
    },
    close: () => element.destroy(),
  };
}

async function tokenOf(stripe: Stripe, elements: StripeElements): Promise<CardAnswer> {
  const checked = await elements.submit();
  // The element shows what it misses by itself: a second sentence of ours would be read out twice.
  if (checked.error) return checked.error.type === 'validation_error' ? { kind: 'marked' } : refused(checked.error);
  const { paymentMethod, error } = await stripe.createPaymentMethod({ elements });
  if (paymentMethod) return { kind: 'token', token: paymentMethod.id };
  return error ? refused(error) : { kind: 'away' };
}

/** Only what is wrong with a card can be mended by who has it; everything else is the provider's trouble, or ours. */
function refused({ type, message }: Refusal): CardAnswer {
  return type === 'validation_error' || type === 'card_error' ? { kind: 'incomplete', sentence: message ?? null } : { kind: 'away' };
}

function appearanceOf({ ink, quiet, ground, light, bad, edge, isDark }: Look): Appearance {
  return {
    theme: isDark ? 'night' : 'stripe',
    variables: { colorPrimary: light, colorBackground: ground, colorText: ink, colorTextSecondary: quiet, colorTextPlaceholder: quiet, colorDanger: bad, fontFamily: FACE, fontSizeBase: TEXT_SIZE, borderRadius: RADIUS },
    rules: { '.Input': { border: `1px solid ${edge}`, boxShadow: 'none' }, '.Input:focus': { outline: `3px solid ${light}`, outlineOffset: '2px', boxShadow: 'none' }, '.Label': { color: ink, fontWeight: '600' } },
  };
}
