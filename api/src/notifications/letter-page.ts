/**
 * How the house's letters look: the ticket stub of the printed ticket, in the tables and inline styles that mail programs
 * understand. Nothing is fetched from anywhere: no pictures, no fonts, so nobody learns who opened it and when.
 */
import type { Language } from '#platform';
import { html, type Html } from './html.js';

const font = "font-family:Helvetica,Arial,sans-serif";
const small = `${font};font-size:11px;font-weight:bold;letter-spacing:1.2px;text-transform:uppercase;color:#555555`;
const paper = '#eceae6';

export interface LetterPage {
  language: Language;
  /** What mail programs show beside the subject. */
  preview: string;
  /** In the band, right. */
  kind: string;
  title: string;
  intro: Html;
  /** Below the perforation. */
  stub: Html;
  foot: readonly string[];
}

export function letterPage({ language, preview, kind, title, intro, stub, foot }: LetterPage): string {
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${title}</title></head>
<body style="margin:0;padding:0;background:${paper}">
<div style="display:none;max-height:0;overflow:hidden">${preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:${paper}"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;background:#ffffff;border-radius:14px">
<tr><td style="background:#000000;border-radius:14px 14px 0 0;padding:14px 28px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td width="45%" style="${font};font-size:14px;font-weight:bold;letter-spacing:2px;color:#ffffff">CATRACA</td>
<td align="center"><div style="margin:0 auto;width:16px;height:16px;border-radius:8px;background:${paper};font-size:0">&nbsp;</div></td>
<td width="45%" align="right" style="${font};font-size:14px;font-weight:bold;letter-spacing:2px;text-transform:uppercase;color:#ffffff">${kind}</td>
</tr></table></td></tr>
<tr><td style="padding:28px 28px 24px;overflow-wrap:anywhere">
<h1 style="margin:0 0 12px;${font};font-size:28px;line-height:1.15;color:#000000">${title}</h1>
${intro}
</td></tr>
${perforation}
<tr><td style="padding:20px 28px 28px;overflow-wrap:anywhere">${stub}</td></tr>
</table>
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px"><tr><td style="padding:16px 28px">
${foot.map((line) => html`<p style="margin:0 0 6px;${font};font-size:12px;line-height:1.5;color:#555555">${line}</p>`)}
</td></tr></table>
</td></tr></table>
</body></html>`;
  return page.text;
}

const perforation = html`<tr><td><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td width="11" style="font-size:0"><div style="width:11px;height:22px;border-radius:0 11px 11px 0;background:${paper}">&nbsp;</div></td>
<td style="padding:0 8px;font-size:0"><div style="border-top:3px dotted #000000;height:0">&nbsp;</div></td>
<td width="11" style="font-size:0"><div style="width:11px;height:22px;border-radius:11px 0 0 11px;background:${paper}">&nbsp;</div></td>
</tr></table></td></tr>`;

export function paragraph(text: string): Html {
  return html`<p style="margin:0 0 12px;${font};font-size:15px;line-height:1.5;color:#000000">${text}</p>`;
}

/** A small heading with its value under it. */
export function field(name: string, value: string): Html {
  return html`<p style="margin:0 0 14px"><span style="${small}">${name}</span><br><span style="${font};font-size:16px;font-weight:bold;line-height:1.4;color:#000000">${value}</span></p>`;
}

export function heading(text: string): Html {
  return html`<p style="margin:0 0 4px;${small}">${text}</p>`;
}

export interface Row {
  main: string;
  detail: string;
  amount: string;
}

/** Lines of a bill, each under a rule. */
export function rows(lines: readonly Row[]): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 18px">${lines.map(row)}</table>`;
}

function row({ main, detail, amount }: Row): Html {
  const cell = `padding:10px 0;border-top:1px solid #cccccc;vertical-align:top;${font}`;
  return html`<tr><td style="${cell};color:#000000"><span style="font-size:17px;font-weight:bold">${main}</span><br><span style="font-size:13px;color:#555555">${detail}</span></td>
<td align="right" style="${cell};padding-left:16px;font-size:15px;color:#000000;white-space:nowrap">${amount}</td></tr>`;
}

export function total(name: string, amount: string): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>
<td style="padding:12px 0;border-top:3px solid #000000;${small}">${name}</td>
<td align="right" style="padding:12px 0;border-top:3px solid #000000;${font};font-size:20px;font-weight:bold;color:#000000;white-space:nowrap">${amount}</td></tr></table>`;
}

/** A line that leads somewhere. */
export function link(text: string, to: string): Html {
  return html`<p style="margin:14px 0 0;${font};font-size:13px;line-height:1.5"><a href="${to}" style="color:#000000">${text}</a></p>`;
}

export function button(label: string, link: string): Html {
  return html`<p style="margin:8px 0 16px"><a href="${link}" style="display:inline-block;background:#000000;border-radius:6px;padding:14px 26px;${font};font-size:16px;font-weight:bold;color:#ffffff;text-decoration:none">${label}</a></p>
<p style="margin:0;${font};font-size:12px;line-height:1.5;color:#555555;word-break:break-all">${link}</p>`;
}
