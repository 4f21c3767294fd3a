/** CSV by RFC 4180, safe to open in a spreadsheet. */
import type { IncomingHttpHeaders } from 'node:http';

/** Where somebody asks for CSV and not for JSON before it. */
export const wantsCsv = ({ headers: { accept = '' } }: { headers: IncomingHttpHeaders }): boolean => /^[^,]*\btext\/csv\b/i.test(accept);

/** A line of cells; numbers are written as they are, text as text. */
export function csvLine(cells: readonly (string | Decimal)[]): string {
  return `${cells.map((cell) => (typeof cell === 'string' ? quoted(plain(cell)) : cell.text)).join(',')}\r\n`;
}

/** An amount of money as a decimal, which no reader takes for a formula. */
export class Decimal {
  readonly text: string;
  constructor(cents: number) {
    const digits = String(Math.abs(cents)).padStart(3, '0');
    this.text = `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }
}

/** Spreadsheets execute text that begins like this (OWASP, "CSV Injection"); behind an apostrophe it is text. */
function plain(text: string): string {
  return /^[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
