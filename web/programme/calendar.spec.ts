import { expect, test } from 'vitest';
import { calendarOf } from './calendar.ts';

const appointment = {
  uid: 'a@b', startsAt: '2026-05-01T13:00:00.000Z', endsAt: '2026-05-01T14:00:00.000Z', title: 'Tickets: A, B; C', text: 'One\nTwo \\ three',
  url: 'https://tickets.example/en', remindMinutesBefore: 15, madeAt: '2026-04-01T00:00:00.500Z',
};

test('an appointment is written in UTC and says its commas, semicolons and lines as text', () => {
  const lines = calendarOf(appointment).split('\r\n');
  expect(lines).toEqual(expect.arrayContaining(['DTSTART:20260501T130000Z', 'DTSTAMP:20260401T000000Z', 'SUMMARY:Tickets: A\\, B\\; C', 'DESCRIPTION:One\\nTwo \\\\ three', 'TRIGGER:-PT15M']));
});

test('a title cannot begin a line of its own', () => {
  const text = calendarOf({ ...appointment, title: 'A\r\nATTACH:http://elsewhere.example\u0007' });
  expect(text).not.toMatch(/^ATTACH/m);
  expect(text).not.toContain('\u0007');
});

test('no line is longer than 75 bytes, and unfolded it is what it was', () => {
  const title = 'Ópera na praça 🎭 '.repeat(20).trim();
  const text = calendarOf({ ...appointment, title });
  for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  expect(text.replaceAll('\r\n ', '')).toContain(`SUMMARY:${title}\r\n`);
});
