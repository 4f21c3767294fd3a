export { printed } from './document.js';
export { draw, drawTurnstile, field, ink, label, type Page, spaced, spacedWidth } from './drawing.js';
export { fit, printable, type Step, textWidth } from './typesetting.js';
