import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findLimit } from './find-limit.ts';
import { openOffice, type OwnOffice } from './office.ts';
import { type Options, readOptions, USAGE } from './options.ts';
import { CannotRehearse } from './cannot-rehearse.ts';
import { Organiser } from './organiser.ts';
import { Payer } from './payer.ts';
import { progress } from './progress.ts';
import { type Plan, rehearse, type Stage } from './rehearsal.ts';
import { renderReport } from './report/report.ts';
import { type Result, resultOf } from './result.ts';
import { whenTold } from './stopping.ts';
import { summary } from './summary.ts';

/** The demo's organiser, whose password everybody knows. */
const DEMO_ORGANISER = { email: 'organiser@catraca.example', password: 'catraca-demo' };
const COULD_NOT_RUN = 2;

const { watch, say } = progress(process.stdout);

/** One on-sale from the event's making to its end, judged. */
async function perform(stage: Stage, own: OwnOffice | null, plan: Plan): Promise<Result> {
  const startedAt = new Date();
  const course = await rehearse(stage, plan, watch);
  const result = await resultOf(stage, plan, course, own && ((restSeconds) => own.verify(restSeconds)), startedAt);
  // What cannot be ended now is tried once more at the very end, and named.
  await stage.organiser.end(course.event.id).catch(() => undefined);
  return result;
}

async function run(options: Options, stop: AbortSignal): Promise<number> {
  let own: OwnOffice | null = null;
  let organiser: Organiser | null = null;
  try {
    own = options.office ? null : await open(stop);
    const url = own?.url ?? (options.office as { url: URL }).url;
    organiser = own ? await Organiser.signIn(url, DEMO_ORGANISER.email, DEMO_ORGANISER.password) : new Organiser(url, (options.office as { token: string }).token);
    if (options.end !== undefined) return await endOnly(organiser, options.end);
    const stage: Stage = { office: url, organiser, payer: own && new Payer(own.providers), pid: own?.pid ?? null, stop };
    const { seed, pollOrigin, like, organiserId, death } = options;
    const play = (scenario: Plan['scenario']): Promise<Result> => perform(stage, own, { scenario, seed, pollOrigin, like, organiserId, death });
    const result = options.findLimit ? await findLimit(play, options.rate, say) : await play(options.scenario);
    write(result, options.out);
    return result.failure === null ? (result.verdict.holds ? 0 : 1) : COULD_NOT_RUN;
  } finally {
    const left = (await organiser?.endAll()) ?? [];
    // What is left on a box office of our own goes with it.
    if (options.office) for (const eventId of left) say(leftBehind(options.office.url, eventId));
    await own?.stop();
  }
}

async function endOnly(organiser: Organiser, eventId: string): Promise<number> {
  await organiser.end(eventId);
  say(`The rehearsal ${eventId} is over; its accounts go within minutes.`);
  return 0;
}

function leftBehind(office: URL, eventId: string): string {
  return `The rehearsal ${eventId} could not be ended and goes on by itself. With an organiser's token in REHEARSAL_TOKEN:\n  npm run rehearse -- --url ${office.origin} --end ${eventId}`;
}

async function open(stop: AbortSignal): Promise<OwnOffice> {
  say('Opening a box office of our own …');
  return openOffice(stop);
}

function write(result: Result, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(join(folder, 'report.html'), renderReport(result));
  say(summary(result));
  say(`The report: ${resolve(folder, 'report.html')}`);
}

async function main(): Promise<number> {
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options !== 'help') return await run(options, whenTold(say, COULD_NOT_RUN));
    console.log(USAGE);
    return 0;
  } catch (error) {
    console.error(`\n${error instanceof CannotRehearse ? error.message : ((error as Error).stack ?? String(error))}`);
    return COULD_NOT_RUN;
  }
}

// Who read us may be gone; the event is still to be ended.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
// Everything is written: fans who still think, and the channel to the bootstrap, would keep us alive for nothing.
process.exit(await main());
