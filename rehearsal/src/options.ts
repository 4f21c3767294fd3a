import { parseArgs } from 'node:util';
import { type GatewayDeath, readDeath } from './gateway-death.ts';
import { CannotRehearse } from './organiser.ts';
import { adapted, patient, presets } from './presets.ts';
import type { Scenario } from './scenario.ts';

export interface Options {
  scenario: Scenario;
  /** The box office to rehearse on, with its organiser's token; none: one of our own. */
  office: { url: URL; token: string } | null;
  seed: string;
  findLimit: boolean;
  /** Where a search for the limit begins. */
  rate: number | undefined;
  /** Where the report goes. */
  out: string;
  like: string | undefined;
  pollOrigin: boolean;
  /** A provider that dies in the middle; only those of a box office of our own do. */
  death: GatewayDeath | null;
}

export const USAGE = `npm run rehearse -- [options]

  --preset NAME     ${Object.keys(presets).join(', ')} (casino)
  --url URL         a running box office; without it one is started, on this machine and with a folder of its own
  --token TOKEN     of an organiser there; REHEARSAL_TOKEN does as well and stays out of the shell's history
  --like EVENT      seats, prices and limits as that event's
  --seed TEXT       the same fans again
  --rate N          fans a second (limit: purchases a second)
  --minutes N       how long fans come (limit: how long it is measured)
  --find-limit      searches the highest rate that holds
  --poll-origin     every fan's look at the serving number is a request, as without a cache in front
  --kill-gateway X  aurora@30: that provider dies 30 seconds after the opening and is back after 20; aurora@30+60: after 60
  --out FOLDER      for report.html and report.json (rehearsal-report)
`;

const RATE_MAX = 20_000;
const MINUTES_MAX = 24 * 60;

/** Reads the command line. Throws CannotRehearse with a sentence. */
export function readOptions(args: string[], env: NodeJS.ProcessEnv): Options | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  const preset = values.preset ?? (values['find-limit'] ? 'limit' : 'casino');
  const scenario = presets[preset];
  if (!scenario) throw new CannotRehearse(`There is no preset "${preset}"; there are ${Object.keys(presets).join(', ')}.`);
  const rate = positive('rate', values.rate, RATE_MAX);
  const minutes = positive('minutes', values.minutes, MINUTES_MAX);
  const token = values.token ?? env['REHEARSAL_TOKEN'];
  if (values.url !== undefined && !token) throw new CannotRehearse('--url needs the token of an organiser of that box office: --token or REHEARSAL_TOKEN.');
  if (values.like !== undefined && values.url === undefined) throw new CannotRehearse('--like names an event of the box office at --url.');
  const death = deathOf(values['kill-gateway'], values.url !== undefined);
  return {
    scenario: death ? patient(adapted(scenario, { rate, minutes })) : adapted(scenario, { rate, minutes }),
    office: values.url === undefined ? null : { url: urlOf(values.url), token: token as string },
    seed: values.seed ?? String(Math.floor(Math.random() * 1e9)),
    findLimit: values['find-limit'] ?? false,
    rate,
    out: values.out ?? 'rehearsal-report',
    like: values.like,
    pollOrigin: values['poll-origin'] ?? false,
    death,
  };
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        preset: text, url: text, token: text, like: text, seed: text, rate: text, minutes: text, out: text, 'kill-gateway': text, 'find-limit': flag, 'poll-origin': flag, help: flag,
      },
    });
  } catch (error) {
    throw new CannotRehearse(`${(error as Error).message}\n\n${USAGE}`);
  }
}

function positive(name: string, given: string | undefined, max: number): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (!(number > 0 && number <= max)) throw new CannotRehearse(`--${name} is "${given}"; it is a number above 0, at most ${max}.`);
  return number;
}

function deathOf(given: string | undefined, elsewhere: boolean): GatewayDeath | null {
  if (given === undefined) return null;
  const death = readDeath(given);
  if (!death) throw new CannotRehearse(`--kill-gateway is "${given}"; it is a provider and a second, aurora@30, and perhaps how long, aurora@30+60.`);
  if (elsewhere) throw new CannotRehearse('--kill-gateway kills a simulated provider of a box office of our own; it is not for one at --url.');
  return death;
}

function urlOf(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new CannotRehearse(`--url is "${given}", which is not the address of a box office.`);
  return url;
}
