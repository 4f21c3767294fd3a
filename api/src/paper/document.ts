import PDFDocument from 'pdfkit';
import type { Page } from './drawing.js';

/** A4 pages, drawn one after the other, as one PDF. The same drawing always gives the same bytes. */
export async function printed(about: { title: string; language: string; at: Date }, pages: readonly ((page: Page) => void)[]): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4', margin: 0, autoFirstPage: false, lang: about.language, displayTitle: true, info: { Title: about.title, Producer: 'Catraca', Creator: 'Catraca', CreationDate: about.at },
  });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => document.on('end', resolve).on('error', reject));
  for (const draw of pages) {
    document.addPage();
    draw(document);
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}
