import type { FrameLocator, Page } from 'playwright-core';

/** Stripe's one frame for all fields. */
export const stripeFrame = (page: Page): FrameLocator => page.frameLocator('iframe[title="Secure payment input frame"]');
/** Mercado Pago has a frame for each. */
export const secureField = (page: Page, name: string) => page.frameLocator(`iframe[name="${name}"]`).getByRole('textbox');

export async function typeAtStripe(page: Page, number: string): Promise<void> {
  const frame = stripeFrame(page);
  await frame.getByLabel('Número do cartão').fill(number);
  await frame.getByLabel('Data de validade').fill('12 / 34');
  await frame.getByLabel('Código de segurança').fill('737');
}

export async function typeAtMercadoPago(page: Page, holder: string): Promise<void> {
  await secureField(page, 'cardNumber').fill('4235 6477 2802 5682');
  await secureField(page, 'expirationDate').fill('11/34');
  await secureField(page, 'securityCode').fill('123');
  await page.getByLabel('Nome no cartão').fill(holder);
  await page.getByLabel('CPF do titular').fill('12345678909');
}
