import { expect, test } from 'vitest';
import { describe, type Demo } from './summary.js';

const settings = { port: 3001, home: '/srv/.catraca', databaseUrl: undefined, watch: false };
const demo: Demo = {
  accounts: [
    { email: 'organiser@catraca.example', role: 'organiser', password: 'pw' },
    { email: 'fan@catraca.example', role: 'fan', password: 'pw' },
    { email: 'fan1@catraca.example', role: 'fan', password: 'pw' },
  ],
  events: [
    { id: 'e1', title: 'Casino', saleState: 'open', saleStartsAt: '2026-01-01T10:00:00Z', lineRequired: true, ticketTypes: [] },
    {
      id: 'e3',
      title: 'Festival',
      saleState: 'open',
      saleStartsAt: '2026-01-01T10:00:00Z',
      lineRequired: false,
      ticketTypes: [{ id: 't1', name: 'Deck', holderRequired: true }, { id: 't2', name: 'Gramado' }],
    },
  ],
};

test('the demo is told with its pages, its sales, one account per role and a purchase to copy', () => {
  const text = describe(settings, demo);
  expect(text).toContain('Catraca is open at http://localhost:3001, in demo mode');
  expect(text).toMatch(/Open\n +http:\/\/localhost:3001 +the pages/);
  expect(text).toContain('http://localhost:3001/mailbox');
  expect(text).toMatch(/Casino +open, with a line/);
  expect(text).toMatch(/Festival +open, no line/);
  expect(text).toContain('fan@catraca.example');
  expect(text).not.toContain('fan1@catraca.example');
  expect(text).toContain(`/api/v1/events/e3/holds -d '{"ticketTypeId":"t2","quantity":2}'`);
  expect(text).toContain('logs in /srv/.catraca/log. Ctrl-C stops everything.');
});

test('a live box office has neither demo accounts nor a mailbox to point at', () => {
  const text = describe({ ...settings, databaseUrl: 'postgres://db/catraca' });
  expect(text).not.toMatch(/demo|mailbox|Sign in|curl/);
  expect(text).toContain('in the database of DATABASE_URL');
});

test('a demo whose sales cannot be read yet is still told', () => {
  expect(describe(settings, { accounts: demo.accounts, events: [] })).toMatch(/Sign in/);
});
