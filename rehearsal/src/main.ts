import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findLimit } from './find-limit.ts';
import { openOffice, type OwnOffice } from './office.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { CannotRehearse, Organiser } from './organiser.ts';
import { Payer } from './payer.ts';
import { progress } from './progress.ts';
import { type Plan, rehearse, type Stage } from './rehearsal.ts';
import { renderReport } from './report/report.ts';
import { type Result, resultOf } from './result.ts';
import { summary } from './summary.ts';

/** The demo's organiser, whose password everybody knows. */
const DEMO_ORGANISER = { email: 'organiser@catraca.example', password: 'catraca-demo' };
const COULD_NOT_RUN = 2;

const { watch, say } = progress(process.stdout);

/** One on-sale from the event's making to its end, judged. */
async function perform(stage: Stage, own: OwnOffice | null, plan: Plan): Promise<Result> {
  const startedAt = new Date();
  const course = await rehearse(stage, plan, watch);
  const result = await resultOf(stage, plan, course, own && (() => own.verify()), startedAt);
  await stage.organiser.end(course.event.id);
  return result;
}

async function run(options: Options): Promise<boolean> {
  const own = options.office ? null : await open();
  const url = own?.url ?? (options.office as { url: URL }).url;
  const organiser = own ? await Organiser.signIn(url, DEMO_ORGANISER.email, DEMO_ORGANISER.password) : new Organiser(url, (options.office as { token: string }).token);
  const stage: Stage = { office: url, organiser, payer: own && new Payer(own.providers), pid: own?.pid ?? null };
  const { seed, pollOrigin, like, death } = options;
  if (death && !own?.providers.some(({ name }) => name === death.provider)) throw new CannotRehearse(`--kill-gateway: there is no provider "${death.provider}".`);
  const tidy = async (): Promise<void> => {
    await organiser.endAll();
    await own?.stop();
  };
  whenTold(tidy);
  try {
    const play = (scenario: Plan['scenario']): Promise<Result> => perform(stage, own, { scenario, seed, pollOrigin, like, death });
    const result = options.findLimit ? await findLimit(play, options.rate, say) : await play(options.scenario);
    write(result, options.out);
    return result.verdict.holds;
  } finally {
    await tidy();
  }
}

/** Ctrl-C, a closed terminal or the end of whoever started us: the throw-away event is ended first. */
function whenTold(tidy: () => Promise<void>): void {
  const told = (): void => void tidy().finally(() => process.exit(COULD_NOT_RUN));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, told);
  process.once('disconnect', told);
}

async function open(): Promise<OwnOffice> {
  say('Opening a box office of our own …');
  return openOffice();
}

function write(result: Result, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(join(folder, 'report.html'), renderReport(result));
  say(summary(result));
  say(`The report: ${resolve(folder, 'report.html')}`);
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === 'help') console.log(USAGE);
  else process.exitCode = (await run(options)) ? 0 : 1;
} catch (error) {
  console.error(`\n${error instanceof CannotRehearse ? error.message : ((error as Error).stack ?? String(error))}`);
  process.exitCode = COULD_NOT_RUN;
}
// The channel to the bootstrap would keep us alive; nobody is told any more that it closes.
process.removeAllListeners('disconnect');
if (process.connected) process.disconnect?.();
