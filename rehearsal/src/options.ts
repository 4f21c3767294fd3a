import { parseArgs } from 'node:util';
import { CannotRehearse } from './organiser.ts';
import { adapted, presets } from './presets.ts';
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
  return {
    scenario: adapted(scenario, { rate, minutes }),
    office: values.url === undefined ? null : { url: urlOf(values.url), token: token as string },
    seed: values.seed ?? String(Math.floor(Math.random() * 1e9)),
    findLimit: values['find-limit'] ?? false,
    rate,
    out: values.out ?? 'rehearsal-report',
    like: values.like,
    pollOrigin: values['poll-origin'] ?? false,
  };
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        preset: text, url: text, token: text, like: text, seed: text, rate: text, minutes: text, out: text, 'find-limit': flag, 'poll-origin': flag, help: flag,
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

function urlOf(given: string): URL {
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !/^https?:$/.test(url.protocol)) throw new CannotRehearse(`--url is "${given}", which is not the address of a box office.`);
  return url;
}
