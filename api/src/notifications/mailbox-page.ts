/** The demo's mailbox as pages, for whoever tries the box office out. */
import { Html, html } from './html.js';
import type { ReceivedMail } from './mailbox.js';

/** Scripts, fonts and pictures are not needed; the letter stands in a frame of its own. */
export const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** The letter itself: nothing is fetched, nothing runs, and only our own page frames it. */
export const letterPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-popups allow-top-navigation-by-user-activation";

const style = new Html(`
  body { margin: 0; background: #eceae6; color: #000; font: 16px/1.5 Helvetica, Arial, sans-serif; }
  header { background: #000; color: #fff; padding: 14px 24px; display: flex; gap: 16px; align-items: center; letter-spacing: 2px; font-weight: bold; font-size: 14px; }
  header a { color: #fff; text-decoration: none; }
  header i { width: 16px; height: 16px; border-radius: 50%; background: #eceae6; }
  main { max-width: 900px; margin: 24px auto; padding: 0 16px; }
  ol { list-style: none; margin: 0; padding: 0; background: #fff; border-radius: 14px; }
  li { border-top: 3px dotted #000; } li:first-child { border: 0; }
  li a { display: grid; grid-template-columns: 1fr auto; gap: 0 16px; padding: 14px 24px; color: inherit; text-decoration: none; overflow-wrap: anywhere; }
  li a:hover strong, li a:focus strong { text-decoration: underline; }
  small, dt { color: #555; font-size: 13px; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 16px; margin: 0 0 16px; } dd { margin: 0; overflow-wrap: anywhere; }
  iframe { width: 100%; height: 900px; border: 1px solid #999; border-radius: 14px; background: #fff; }
  .files a { display: inline-block; margin: 0 8px 8px 0; padding: 8px 14px; border: 2px solid #000; border-radius: 6px; background: #fff; color: #000; text-decoration: none; }
  h1 { font-size: 24px; line-height: 1.2; overflow-wrap: anywhere; }`);

function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><header><a href="/mailbox">CATRACA</a><i></i><span>MAILBOX</span></header><main>${content}</main></body></html>`.text;
}

export function listPage(mails: readonly ReceivedMail[], next: string | null): string {
  const empty = html`<p>No mail yet. Confirmed orders, refunds and addresses to prove write here.</p>`;
  const more = next === null ? [] : [html`<p><a href="${next}">Older mail</a></p>`];
  return page(
    'Mailbox',
    html`<p>Demo mode: mail is not sent, it lands here. <small>Also as JSON: <a href="/mailbox?format=json">/mailbox?format=json</a></small></p>
${mails.length === 0 ? empty : html`<ol>${mails.map(line)}</ol>`}${more}`,
  );
}

function line(mail: ReceivedMail): Html {
  return html`<li><a href="/mailbox/${mail.id}"><strong>${mail.subject}</strong><small>${timeText(mail.receivedAt)}</small><span>${mail.to.name} &lt;${mail.to.address}&gt;</span><small>${filesText(mail)}</small></a></li>`;
}

export function mailPage(mail: ReceivedMail): string {
  const files = mail.attachments.map(({ fileName, bytes }, index) => html`<a href="/mailbox/${mail.id}/attachments/${index}">${fileName} (${Math.ceil(bytes / 1024)} KB)</a>`);
  return page(
    mail.subject,
    html`<h1>${mail.subject}</h1>
<dl><dt>To</dt><dd>${mail.to.name} &lt;${mail.to.address}&gt;</dd><dt>Received</dt><dd>${timeText(mail.receivedAt)}</dd><dt>Message-ID</dt><dd>${mail.messageId}</dd></dl>
<p class="files">${files}</p>
<iframe src="/mailbox/${mail.id}/letter" title="${mail.subject}" sandbox="allow-popups allow-top-navigation-by-user-activation"></iframe>`,
  );
}

function timeText(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function filesText({ attachments }: ReceivedMail): string {
  return attachments.length === 0 ? '' : `${attachments.length} attached`;
}
