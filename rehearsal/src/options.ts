import { parseArgs } from 'node:util';
import { officeAt } from './address.ts';
import { type GatewayDeath, PROVIDERS, readDeath } from './gateway-death.ts';
import { CannotRehearse } from './cannot-rehearse.ts';
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
  /** In whose name, where a token is good for several organisers. */
  organiserId: string | undefined;
  /** A rehearsal of former times that is only to be ended; none: rehearse. */
  end: string | undefined;
  pollOrigin: boolean;
  /** A provider that dies in the middle; only those of a box office of our own do. */
  death: GatewayDeath | null;
}

export const USAGE = `npm run rehearse -- [options]

  --preset NAME     ${Object.keys(presets).join(', ')} (casino)
  --url URL         a running box office; without it one is started, on this machine and with a folder of its own
  --token TOKEN     of an organiser there; REHEARSAL_TOKEN does as well and stays out of the shell's history
  --like EVENT      seats, prices and limits as that event's
  --organiser ID    in whose name, where the token is good for several
  --insecure        http also beyond this machine and private networks
  --end EVENT       only ends a rehearsal at --url that was left behind
  --seed TEXT       the same fans again
  --rate N          fans a second (limit: purchases a second)
  --minutes N       how long fans come (limit: how long it is measured)
  --find-limit      searches the highest rate that holds, from --rate on
  --yes             with --find-limit and --url: nothing else is on sale there
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
  const scenario = Object.hasOwn(presets, preset) ? presets[preset] : undefined;
  if (!scenario) throw new CannotRehearse(`There is no preset "${preset}"; there are ${Object.keys(presets).join(', ')}.`);
  const rate = positive('rate', values.rate, RATE_MAX);
  const minutes = positive('minutes', values.minutes, MINUTES_MAX);
  const token = values.token ?? env['REHEARSAL_TOKEN'];
  if (values.url !== undefined && !token) throw new CannotRehearse('--url needs the token of an organiser of that box office: --token or REHEARSAL_TOKEN.');
  if (values.like !== undefined && values.url === undefined) throw new CannotRehearse('--like names an event of the box office at --url.');
  if (values['find-limit']) checkSearch(values);
  if (values.url === undefined && (values.end !== undefined || values.organiser !== undefined)) throw new CannotRehearse('--end and --organiser are about the box office at --url.');
  const death = deathOf(values['kill-gateway'], values.url !== undefined);
  return {
    scenario: death ? patient(adapted(scenario, { rate, minutes })) : adapted(scenario, { rate, minutes }),
    office: values.url === undefined ? null : { url: officeAt(values.url, values.insecure ?? false), token: token as string },
    seed: values.seed ?? String(Math.floor(Math.random() * 1e9)),
    findLimit: values['find-limit'] ?? false,
    rate,
    out: values.out ?? 'rehearsal-report',
    like: values.like,
    organiserId: values.organiser,
    end: values.end,
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
        preset: text, url: text, token: text, like: text, organiser: text, end: text, seed: text, rate: text, minutes: text, out: text, 'kill-gateway': text,
        insecure: flag, yes: flag, 'find-limit': flag, 'poll-origin': flag, help: flag,
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
  if (!PROVIDERS.includes(death.provider)) throw new CannotRehearse(`--kill-gateway: there is no provider "${death.provider}"; there are ${PROVIDERS.join(', ')}.`);
  if (elsewhere) throw new CannotRehearse('--kill-gateway kills a simulated provider of a box office of our own; it is not for one at --url.');
  return death;
}

/** What a search does not heed is not taken in silence; what it does to others is asked for. */
function checkSearch({ preset, minutes, 'kill-gateway': death, url, yes }: ReturnType<typeof parse>['values']): void {
  const ignored = [preset !== undefined && preset !== 'limit' && '--preset', minutes !== undefined && '--minutes', death !== undefined && '--kill-gateway'].filter((name) => name !== false);
  if (ignored.length > 0) throw new CannotRehearse(`--find-limit takes its own sale, at rates of its own, for as long as it needs: it is not for use with ${ignored.join(', ')}.`);
  if (url !== undefined && !yes) throw new CannotRehearse('--find-limit drives the box office at --url to where it does not hold, and whoever buys there meanwhile feels it. Say --yes when nothing else is on sale.');
}
