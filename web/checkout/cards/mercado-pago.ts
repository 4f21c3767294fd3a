import type { CardAnswer, CardHolder, CardWish, OpenCard } from './card.ts';
import { OPENS_MS_MAX, places, TOKEN_MS_MAX, within } from './card.ts';
import { FACE, type Look, TEXT_SIZE } from './look.ts';
import { loadScript } from './script.ts';

/** What is used of its SDK v2. */
interface Field {
  mount(id: string): void;
  unmount(): void;
  focus(): void;
  on(event: string, heard: (news: { bin?: string | null }) => void): void;
}
interface Sdk {
  fields: {
    create(type: FieldType, options: object): Field;
    createCardToken(holder: { cardholderName: string; identificationType: string; identificationNumber: string }): Promise<{ id: string } | undefined>;
  };
  getPaymentMethods(by: { bin: string }): Promise<{ results: { id: string }[] }>;
}
type FieldType = 'cardNumber' | 'expirationDate' | 'securityCode';
declare global {
  interface Window {
    MercadoPago?: new (publicKey: string, options: object) => Sdk;
  }
}

// Fingerprints of the device would come as scripts written into the page, which no policy of ours allows; how we use it is not to be told either.
const OPTIONS = { locale: 'pt-BR', advancedFraudPrevention: false, trackingDisabled: true };

/** Opens Mercado Pago's secure fields. The token is the card's behind its brand (`visa:…`), as our server wants it. @throws Error when they do not open */
export async function openMercadoPago({ field, look, names }: CardWish): Promise<OpenCard> {
  await loadScript(field.scriptUrl);
  if (!window.MercadoPago) throw new Error('the script was not the expected one');
  const sdk = new window.MercadoPago(field.publishableKey, OPTIONS);
  let brand: Promise<string | null> = Promise.resolve(null);
  const learn = (bin: string | null): void => {
    brand = bin === null ? Promise.resolve(null) : sdk.getPaymentMethods({ bin }).then(({ results }) => results[0]?.id ?? null);
    // Whoever asks for a token hears of it; meanwhile it is nobody's error.
    brand.catch(() => undefined);
  };
  let fields = mount(sdk, look, names, learn);
  const close = (): void => fields.all.forEach((each) => each.unmount());
  try {
    await within(OPENS_MS_MAX, fields.ready);
  } catch (error) {
    close();
    throw error;
  }
  return {
    token: (holder) => within(TOKEN_MS_MAX, tokenOf(sdk, () => brand, holder)).catch(() => ({ kind: 'away' as const })),
    // Its number comes first.
    focus: () => fields.all[0]?.focus(),
    // Its fields keep the colours that they were made with, so others take their place; what was typed is typed again.
    change: (part) => {
      if (!part.look) return false;
      close();
      learn(null);
      fields = mount(sdk, part.look, names, learn);
      fields.ready.catch(() => undefined);
      return true;
    },
    close,
  };
}

function mount(sdk: Sdk, look: Look, names: CardWish['names'], learn: (bin: string | null) => void): { all: Field[]; ready: Promise<unknown> } {
  const style = { color: look.ink, placeholderColor: look.quiet, fontFamily: FACE, fontSize: TEXT_SIZE, height: '100%' };
  const labels: Record<FieldType, { srLabel: string; placeholder: string }> = {
    cardNumber: { srLabel: names.number, placeholder: '' },
    expirationDate: { srLabel: names.expiry, placeholder: 'MM/AA' },
    securityCode: { srLabel: names.code, placeholder: '' },
  };
  const made = (Object.keys(places) as FieldType[]).map((type) => {
    const field = sdk.fields.create(type, { ...labels[type], style });
    const ready = new Promise<void>((resolve) => field.on('ready', () => resolve()));
    if (type === 'cardNumber') field.on('binChange', ({ bin }) => learn(bin ?? null));
    field.mount(places[type]);
    return { field, ready };
  });
  return { all: made.map(({ field }) => field), ready: Promise.all(made.map(({ ready }) => ready)) };
}

/** A name or a document that it does not take, by its codes and by the fields that it names. */
function isOfHolder(mistake: unknown): boolean {
  const { code, field, description } = (mistake ?? {}) as { code?: unknown; field?: unknown; description?: unknown };
  return HOLDER_CODES.has(String(code)) || /cardholder|identification/i.test(`${String(field)} ${String(description)}`);
}
const HOLDER_CODES = new Set(['212', '213', '214', '221', '316', '322', '323', '324']);

async function tokenOf(sdk: Sdk, brandNow: () => Promise<string | null>, { name, cpf }: CardHolder): Promise<CardAnswer> {
  let token: string | undefined;
  try {
    token = (await sdk.fields.createCardToken({ cardholderName: name, identificationType: 'CPF', identificationNumber: cpf.replace(/\D/g, '') }))?.id;
  } catch (error) {
    // What is wrong with the card comes as a list, in its own English.
    if (Array.isArray(error)) return error.every(isOfHolder) ? { kind: 'holder' } : { kind: 'incomplete', sentence: null };
    throw error;
  }
  if (token === undefined) return { kind: 'away' };
  const brand = await brandNow();
  return brand === null ? { kind: 'unknown brand' } : { kind: 'token', token: `${brand}:${token}` };
}
