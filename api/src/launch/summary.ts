import { join } from 'node:path';
import type { LaunchSettings } from './settings.js';

/** What the API says of its demo when it is ready. */
export interface DemoAccount {
  email: string;
  role: string;
  password: string;
}

export interface DemoEvent {
  id: string;
  title: string;
  saleState: string;
  saleStartsAt: string;
  lineRequired: boolean;
  ticketTypes: { id: string; name: string; holderRequired?: boolean }[];
}

export interface Demo {
  accounts: DemoAccount[];
  events: DemoEvent[];
}

const COLUMN = 36;

/** What to open and try, for the terminal, once everything runs. */
export function describe(settings: Pick<LaunchSettings, 'port' | 'home' | 'databaseUrl' | 'watch'>, demo?: Demo): string {
  const url = `http://localhost:${settings.port}`;
  const sections = [
    [`Catraca is open at ${url}${demo === undefined ? '' : ', in demo mode: play money, public accounts'}`],
    ['Open', ...pages(url, demo !== undefined)],
    ...(demo === undefined ? [] : [onSale(demo.events), signIn(demo.accounts), buy(url, demo)]),
    [`Data in ${settings.home}${settings.databaseUrl === undefined ? '' : ' and in the database of DATABASE_URL'}${logs(settings)}. Ctrl-C stops everything.`],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map(([title, ...lines]) => [`  ${title}`, ...lines.map((line) => `    ${line}`)].join('\n'))
    .join('\n\n')
    .replace(/^|$/g, '\n');
}

function pages(url: string, demo: boolean): string[] {
  return [
    row(url, 'the pages: what is on, the line, the tickets'),
    row(`${url}/api/docs`, 'the API, to read and to try'),
    ...(demo ? [row(`${url}/mailbox`, 'every e-mail it sends')] : []),
    row(`${url}/health`, 'whether it can sell; /metrics for Prometheus'),
  ];
}

function onSale(events: DemoEvent[]): string[] {
  if (events.length === 0) return [];
  return ['On sale', ...events.map((event) => row(event.title, `${saleOf(event)}   ${event.id}`))];
}

function saleOf({ saleState, saleStartsAt, lineRequired }: DemoEvent): string {
  if (saleState === 'lottery' || saleState === 'scheduled') {
    const opening = new Date(saleStartsAt);
    return `${saleState === 'lottery' ? 'draw' : 'opens'} at ${opening.toTimeString().slice(0, 5)}`.padEnd(17);
  }
  return `${saleState.replace('_', ' ')}, ${lineRequired ? 'with a line' : 'no line'}`.padEnd(17);
}

function signIn(accounts: DemoAccount[]): string[] {
  const [first] = accounts;
  if (first === undefined) return [];
  const shown = accounts.filter(({ role }, index) => accounts.findIndex((account) => account.role === role) === index);
  return [`Sign in, each with the password ${first.password}`, ...shown.map(({ email, role }) => row(email, role))];
}

/** The shortest way to a ticket: an event without a line, a fan, a card that pays. */
function buy(url: string, { accounts, events }: Demo): string[] {
  const event = events.find(({ lineRequired, saleState }) => !lineRequired && saleState === 'open');
  const type = event?.ticketTypes.find(({ holderRequired }) => holderRequired !== true);
  const fan = accounts.find(({ role }) => role === 'fan');
  if (event === undefined || type === undefined || fan === undefined) return [];
  const post = `curl -s -b jar -c jar -H 'content-type: application/json' ${url}/api/v1`;
  return [
    `Buy two tickets (${type.name})`,
    `${post}/auth/sign-in -d '{"email":"${fan.email}","password":"${fan.password}"}'`,
    `HOLD=$(${post}/events/${event.id}/holds -d '{"ticketTypeId":"${type.id}","quantity":2}' | grep -o '"id":"[^"]*' | head -1 | cut -c7-)`,
    `${post}/orders -H "idempotency-key: $HOLD" -H 'prefer: wait=8' -d '{"holdId":"'$HOLD'","payment":{"method":"card","token":"tok_ok"}}'`,
  ];
}

function logs({ home, watch }: Pick<LaunchSettings, 'home' | 'watch'>): string {
  return watch ? '' : `, logs in ${join(home, 'log')}`;
}

function row(left: string, right: string): string {
  return `${left.padEnd(COLUMN)} ${right}`;
}
