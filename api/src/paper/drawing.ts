/** What tickets and receipts are drawn with. Coordinates are points from the page's upper left corner. */
import { leading, printable, textWidth, type Face, type SetText } from './typesetting.js';

/** The document that is being drawn on, at its current page. */
export type Page = PDFKit.PDFDocument;

/** What is read from paper, and scanned from it. */
export const ink = '#000000';
/** Small headings: dark enough for a bad printer. */
export const label = '#444444';

/** Where everything stands on an A4 page: its edges, the space within them, and the black band at the top. */
export const sheet = { left: 40, right: 595.28 - 40, inside: 24, top: 44, bandHeight: 46 } as const;

/** What the band says, in white: the house's mark and name, and at the other end what the paper is. */
export function drawMasthead(page: Page, kind: string): void {
  const { left, right, inside, top, bandHeight } = sheet;
  const [middle, size] = [top + bandHeight / 2, 13];
  drawTurnstile(page, left + inside + 14, middle, 15, '#ffffff');
  spaced(page, 'CATRACA', left + inside + 40, middle - 5, size, '#ffffff');
  spaced(page, kind.toUpperCase(), right - inside - spacedWidth(kind.toUpperCase(), size), middle - 5, size, '#ffffff');
}

/** The mark: a hub and three arms, one of them across the way. */
export function drawTurnstile(page: Page, x: number, y: number, radius: number, color: string): void {
  page.lineWidth(radius * 0.27).lineCap('round');
  for (const degrees of [180, 300, 60]) {
    const [dx, dy] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    page.moveTo(x + dx * radius * 0.48, y + dy * radius * 0.48).lineTo(x + dx * radius, y + dy * radius);
  }
  page.stroke(color).lineCap('butt');
  page.circle(x, y, radius * 0.25).fill(color);
}

/** A small heading with its value under it; answers where the value ends. */
export function field(page: Page, name: string, value: SetText, x: number, y: number): number {
  spaced(page, name.toUpperCase(), x, y, 7, label);
  return draw(page, value, x, y + 12);
}

/** Sets a text that {@link fit} has laid out, with the top of its first line at `y`; answers where it ends. */
export function draw(page: Page, text: SetText, x: number, y: number, color = ink): number {
  page.font(text.face).fontSize(text.size).fillColor(color);
  text.lines.forEach((line, index) => page.text(line, x, y + index * text.size * leading, { lineBreak: false }));
  return y + text.lines.length * text.size * leading;
}

const spacing = 0.12;
const capitals: Face = 'Helvetica-Bold';

/** One line of spaced bold letters: headings and the house's name. Nothing wraps it or makes it smaller. */
function spaced(page: Page, text: string, x: number, y: number, size: number, color: string): void {
  page.font(capitals).fontSize(size).fillColor(color).text(printable(text), x, y, { lineBreak: false, characterSpacing: size * spacing });
}

/** How many points {@link spaced} takes for a text. */
function spacedWidth(text: string, size: number): number {
  return textWidth(capitals, size, text) + text.length * size * spacing;
}
