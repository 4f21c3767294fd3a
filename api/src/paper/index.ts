export { printed } from './document.js';
export { draw, drawMasthead, drawTurnstile, field, ink, label, type Page, sheet } from './drawing.js';
export { fit, printable, type Step, textWidth } from './typesetting.js';
