/** An appointment for a phone's own calendar (RFC 5545). */
export interface Appointment {
  uid: string;
  startsAt: string;
  endsAt: string;
  title: string;
  text: string;
  url: string;
  /** Minutes before the start at which the phone reminds; the appointment's maker has chosen them. */
  remindMinutesBefore: number;
  madeAt: string;
}

export function calendarOf({ uid, startsAt, endsAt, title, text, url, remindMinutesBefore, madeAt }: Appointment): string {
  const lines = [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Catraca//box office//EN', 'BEGIN:VEVENT',
    `UID:${escape(uid)}`, `DTSTAMP:${utc(madeAt)}`, `DTSTART:${utc(startsAt)}`, `DTEND:${utc(endsAt)}`,
    `SUMMARY:${escape(title)}`, `DESCRIPTION:${escape(text)}`, `URL:${url}`,
    'BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escape(title)}`, `TRIGGER:-PT${remindMinutesBefore}M`, 'END:VALARM',
    'END:VEVENT', 'END:VCALENDAR',
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join('');
}

const utc = (instant: string): string => new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '');

const escape = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replace(/\r\n?|\n/g, '\\n').replace(/\p{Cc}/gu, ' ');

// 75 octets a line, the blank that begins a continued one included; a character is never cut in two.
const lineBytesMax = 75;

function fold(line: string): string {
  let folded = '';
  let bytes = 0;
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (bytes + size > lineBytesMax) {
      folded += '\r\n ';
      bytes = 1;
    }
    folded += character;
    bytes += size;
  }
  return folded;
}
