import { html, type Markup } from './markup.ts';

/** The drawing of ui/turnstile.tsx for pages without React: a hub and three arms, 120° apart, in a box from -50 to 50. */
export function turnstileDrawing(): Markup {
  const arm = (angle: number) => html`<g transform="rotate(${angle})"><rect x="-5" y="-46" width="10" height="40" rx="5"/><circle cy="-41" r="7"/></g>`;
  return html`${[0, 120, 240].map(arm)}<circle r="15"/><circle r="6" class="pin"/>`;
}

/** Decorative: what it tells is told in words beside it. The script turns it a notch when the line moves. */
export function turnstile(): Markup {
  return html`<svg class="turnstile" viewBox="-50 -50 100 100" aria-hidden="true"><g data-part="arms">${turnstileDrawing()}</g></svg>`;
}
