/**
 * The face of a ticket: a stub with a punched hole, a perforation, and the turnstile as its mark. Coordinates are
 * points from the page's upper left corner. Ink is kept to one black band; greys are dark enough for a bad printer.
 */
import { draw, drawMasthead, drawTurnstile, field, fit, ink, label, type Page, sheet, type Step } from '#paper';
import { darkRuns, qrMatrix, quietModules } from './qr.js';
import { maskedDocument, shortId, type TicketDocument } from './ticket-document.js';
import { showTime, ticketWords, type TicketWords } from './ticket-words.js';

const { left, right, inside, top, bandHeight } = sheet;
const perforation = 346;
/** Where the stub ends, and how much longer it is with a notice about the proof to bring. */
const stubEnd = 652;
const noticeHeight = 58;
const footHeight = 52;
const corner = 14;
const notch = 10;

/** 21 dots of a 300-dpi printer, so that every module is printed equally wide: the code is 73 mm across. */
const module = (21 / 300) * 72;

export function drawTicketPage(page: Page, ticket: TicketDocument): void {
  const words = ticketWords(ticket.language);
  const foot = stubEnd + (ticket.proofRequired ? noticeHeight + 14 : 0);
  const bottom = foot + footHeight;
  drawOutline(page, bottom);
  drawBand(page, words);
  drawEvent(page, ticket, words);
  drawPerforation(page);
  drawQr(page, ticket.code, left + inside, perforation + 26);
  draw(page, fit(words.scan, 'Helvetica', qrEnd - left - inside, [[8.5, 1], [7, 2]]), left + inside, stubEnd - 30);
  drawPlace(page, ticket, words);
  if (ticket.proofRequired) drawNotice(page, words);
  drawFoot(page, ticket, words, foot);
  draw(page, fit(words.terms, 'Helvetica', right - left, [[8.5, 3], [7.5, 4]]), left, bottom + 16, label);
}

function drawOutline(page: Page, bottom: number): void {
  page
    .moveTo(left + corner, top)
    .lineTo(right - corner, top)
    .quadraticCurveTo(right, top, right, top + corner)
    .lineTo(right, perforation - notch);
  arc(page, right, perforation, notch, -1);
  page
    .lineTo(right, bottom - corner)
    .quadraticCurveTo(right, bottom, right - corner, bottom)
    .lineTo(left + corner, bottom)
    .quadraticCurveTo(left, bottom, left, bottom - corner)
    .lineTo(left, perforation + notch);
  arc(page, left, perforation, notch, 1);
  page
    .lineTo(left, top + corner)
    .quadraticCurveTo(left, top, left + corner, top)
    .closePath()
    .lineWidth(1.4)
    .stroke(ink);
}

/** Half a circle bitten out of an edge, drawn with two Bézier quarters; `side` 1 bites to the right, -1 to the left. */
function arc(page: Page, x: number, y: number, radius: number, side: 1 | -1): void {
  const pull = radius * 0.5523;
  page
    .bezierCurveTo(x + side * pull, y + side * radius, x + side * radius, y + side * pull, x + side * radius, y)
    .bezierCurveTo(x + side * radius, y - side * pull, x + side * pull, y - side * radius, x, y - side * radius);
}

function drawBand(page: Page, words: TicketWords): void {
  const middle = top + bandHeight / 2;
  page
    .moveTo(left, top + bandHeight)
    .lineTo(left, top + corner)
    .quadraticCurveTo(left, top, left + corner, top)
    .lineTo(right - corner, top)
    .quadraticCurveTo(right, top, right, top + corner)
    .lineTo(right, top + bandHeight)
    .closePath()
    .fill(ink);
  page.circle((left + right) / 2, middle, 9).fill('#ffffff');
  drawMasthead(page, words.ticket);
}

const titleSteps: Step[] = [[36, 2], [30, 3], [24, 3], [19, 4], [15, 5]];
const artistSteps: Step[] = [[16, 1], [13, 2], [10, 2]];

function drawEvent(page: Page, ticket: TicketDocument, words: TicketWords): void {
  const [x, width] = [left + inside, right - left - 2 * inside];
  const title = fit(ticket.eventTitle, 'Helvetica-Bold', width, titleSteps);
  const below = draw(page, title, x, top + bandHeight + 22);
  if (ticket.artist && ticket.artist !== ticket.eventTitle) {
    draw(page, fit(ticket.artist, 'Helvetica', width, artistSteps), x, below + 5);
  }
  const rule = perforation - 92;
  page.moveTo(x, rule).lineTo(right - inside, rule).lineWidth(0.7).stroke(ink);
  const { weekday, date, time } = ticket.startsAt ? showTime(ticket.startsAt, ticket.timezone, ticket.language) : { weekday: '', date: words.openDate, time: '—' };
  const columns = [x, x + 178, x + 278] as const;
  const underDate = field(page, words.date, fit(date, 'Helvetica-Bold', 164, [[15, 1], [13, 1], [11, 2]]), columns[0], rule + 14);
  draw(page, fit(weekday, 'Helvetica', 164, [[11, 1]]), columns[0], underDate + 1);
  field(page, words.time, fit(time, 'Helvetica-Bold', 86, [[30, 1]]), columns[1], rule + 14);
  const venueWidth = right - inside - columns[2];
  const under = field(page, words.venue, fit(ticket.venueName, 'Helvetica-Bold', venueWidth, [[15, 1], [13, 2], [10, 3]]), columns[2], rule + 14);
  if (ticket.city) draw(page, fit(ticket.city, 'Helvetica', venueWidth, [[11, 1], [8, 1]]), columns[2], under + 1);
}

function drawPerforation(page: Page): void {
  page
    .moveTo(left + notch + 7, perforation)
    .lineTo(right - notch - 4, perforation)
    .lineWidth(2.4)
    .lineCap('round')
    .dash(0.01, { space: 7 })
    .stroke(ink)
    .undash()
    .lineCap('butt');
}

/** One path for all modules, so that no reader paints hairlines between them. */
function drawQr(page: Page, code: string, x: number, y: number): void {
  const matrix = qrMatrix(code);
  for (const run of darkRuns(matrix)) page.rect(x + run.x * module, y + run.y * module, run.length * module, module);
  page.fill(ink);
}

const qrEnd = left + inside + 41 * module;
const placeLeft = qrEnd + quietModules * module + 6;
const placeWidth = right - inside - placeLeft;

function drawPlace(page: Page, ticket: TicketDocument, words: TicketWords): void {
  let y = perforation + 26;
  if (ticket.seat !== null) {
    y = field(page, words.section, fit(ticket.section, 'Helvetica-Bold', placeWidth, [[24, 1], [18, 2], [13, 3]]), placeLeft, y) + 10;
    const seatLeft = ticket.row ? placeLeft + placeWidth / 2 + 6 : placeLeft;
    const seatWidth = right - inside - seatLeft;
    if (ticket.row) field(page, words.row, fit(ticket.row, 'Helvetica-Bold', placeWidth / 2 - 6, numberSteps), placeLeft, y);
    field(page, words.seat, fit(ticket.seat, 'Helvetica-Bold', seatWidth, numberSteps), seatLeft, y);
    y += 66;
  } else {
    y = field(page, words.place, fit(ticket.section, 'Helvetica-Bold', placeWidth, [[34, 2], [26, 3], [19, 4], [13, 5]]), placeLeft, y) + 14;
  }
  y = field(page, words.ticketType, fit(ticket.ticketTypeName, 'Helvetica-Bold', placeWidth, [[14, 2], [10, 3]]), placeLeft, y) + 10;
  if (ticket.holderName) {
    const holder = fit(ticket.holderName, 'Helvetica-Bold', placeWidth, [[14, 2], [10, 2]]);
    const under = field(page, words.holder, holder, placeLeft, y);
    if (ticket.holderDocument) {
      draw(page, fit(`CPF ${maskedDocument(ticket.holderDocument)}`, 'Helvetica', placeWidth, [[10, 1], [7, 1]]), placeLeft, under + 2);
    }
  } else if (y < markTop) {
    drawTurnstile(page, right - inside - markRadius, markTop + markRadius, markRadius, ink);
  }
}

// The mark fills the corner that a standing ticket leaves empty, level with the QR code's lower edge.
const markRadius = 42;
const markTop = perforation + 26 + 41 * module - 2 * markRadius;

const numberSteps: Step[] = [[44, 1], [34, 1], [24, 1], [16, 2], [11, 3]];

function drawNotice(page: Page, words: TicketWords): void {
  const [x, width] = [left + inside, right - left - 2 * inside];
  page.roundedRect(x, stubEnd, width, noticeHeight, 5).lineWidth(1.8).stroke(ink);
  draw(page, fit(words.proofTitle, 'Helvetica-Bold', width - 24, [[12, 1]]), x + 12, stubEnd + 9);
  draw(page, fit(words.proofText, 'Helvetica', width - 24, [[9.5, 2], [8.5, 2]]), x + 12, stubEnd + 26);
}

function drawFoot(page: Page, ticket: TicketDocument, words: TicketWords, y: number): void {
  const x = left + inside;
  page.moveTo(x, y).lineTo(right - inside, y).lineWidth(0.7).stroke(ink);
  const issued = showTime(ticket.issuedAt, ticket.timezone, ticket.language).shortDate;
  const columns = [[words.number, shortId(ticket.ticketId)], [words.order, shortId(ticket.orderId)], [words.issued, issued]] as const;
  columns.forEach(([name, value], index) => {
    field(page, name, fit(value, 'Helvetica-Bold', 150, [[12, 1]]), x + index * 165, y + 12);
  });
}
