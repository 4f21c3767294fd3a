import { writeFileSync } from 'node:fs';
import { fillUpTo } from './fill/fill.ts';
import { planFor } from './fill/plan.ts';
import { measureCosts } from './costs.ts';
import { measureLines, checksOf, describeLines } from './million.ts';
import { type BoxOffice, openBoxOffice } from './office/box-office.ts';
import { quiet } from './office/quiet.ts';
import { describeOverload } from './overload/describe.ts';
import { checksOf as overloadChecks, measureOverload } from './overload/overload.ts';
import { checksOf as paymentChecks, describePayments, measurePayments } from './payments.ts';
import { readOptions, type Options } from './options.ts';
import { BenchRefused } from './refused.ts';
import { describeCheck, describeFigures, describeGrowth, describeMachine, growth, heading, machineOf } from './report.ts';
import { describeStatements, grownStatements, library, type Look, lookAtStatements } from './statements.ts';
import { type Figure, measureAll } from './suite.ts';

/** `npm run bench`: starts a box office of its own, measures it, prints a table, and ends with 1 where a count does not add up. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  // Which statements read more is told by an extension.
  const office = await openBoxOffice({ home: options.home, ...(options.command === 'statements' && { library }) });
  const stop = (): void => void office.stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  process.once('disconnect', stop);
  try {
    process.exitCode = (await commands[options.command](office, options)) ? 0 : 1;
  } finally {
    await office.stop();
  }
}

interface Size {
  tickets: number;
  figures: Figure[];
}

const say = (text: string): void => console.log(`  ${text}`);

async function million(office: BoxOffice, options: Options): Promise<boolean> {
  const machine = await machineOf(office);
  console.log(describeMachine(machine));
  const lines = await measureLines(office, options, say);
  const checks = checksOf(lines);
  console.log(`\n${describeLines(lines)}\n${checks.map(describeCheck).join('\n')}\n`);
  if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify({ machine, options, ...lines }, null, 2)}\n`);
  return checks.every(({ holds }) => holds);
}

async function payments(office: BoxOffice, options: Options): Promise<boolean> {
  const machine = await machineOf(office);
  console.log(describeMachine(machine));
  const measured = await measurePayments(office, { ...options.payments, rampSeconds: options.rampSeconds }, say);
  const checks = paymentChecks(measured, options.payments.rate);
  console.log(`\n${describePayments(measured)}\n${checks.map(describeCheck).join('\n')}\n`);
  if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify({ machine, options, ...measured, checks }, null, 2)}\n`);
  return checks.every(({ holds }) => holds);
}

async function overload(office: BoxOffice, options: Options): Promise<boolean> {
  const machine = await machineOf(office);
  console.log(describeMachine(machine));
  const measured = await measureOverload(office, options.overload, say);
  const checks = overloadChecks(measured);
  console.log(`\n${describeOverload(measured)}\n${checks.map(describeCheck).join('\n')}\n`);
  if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify({ machine, options, ...measured, checks }, null, 2)}\n`);
  return checks.every(({ holds }) => holds);
}

async function all(office: BoxOffice, options: Options): Promise<boolean> {
  const machine = await machineOf(office);
  console.log(describeMachine(machine));
  const sizes: Size[] = [];
  for (const tickets of options.fill === 0 ? [0] : [options.fill / 10, options.fill]) {
    if (tickets > 0) {
      await quiet(office);
      await fillUpTo(office.database, planFor(options.fill), tickets, say);
    }
    const figures = await measureAll(office, options, say);
    console.log(`\nBeside ${tickets.toLocaleString('en')} tickets sold before\n${heading}\n${describeFigures(figures)}\n`);
    sizes.push({ tickets, figures });
  }
  const grown = sizes.length === 2 ? growth(sizes[0]!.figures, sizes[1]!.figures) : [];
  if (grown.length > 0) console.log(`With ten times as much\n${describeGrowth(grown)}\n`);
  if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify({ machine, options, sizes, growth: grown }, null, 2)}\n`);
  return sizes.every(({ figures }) => figures.every(({ checks }) => checks.every(({ holds }) => holds)));
}

async function costs(office: BoxOffice, options: Options): Promise<boolean> {
  const { measured, cpuMs, bytes } = await measureCosts(office, options, say);
  console.log(JSON.stringify({ measured, cpuMs, bytes }, null, 2));
  return true;
}

async function statements(office: BoxOffice, options: Options): Promise<boolean> {
  if (options.fill === 0) throw new BenchRefused('Statements are compared at two sizes: --fill must not be 0.');
  const looks: Look[] = [];
  for (const tickets of [options.fill / 10, options.fill]) {
    await quiet(office);
    await fillUpTo(office.database, planFor(options.fill), tickets, say);
    looks.push(await lookAtStatements(office, options));
    say(`looked at ${looks.at(-1)!.length} statements beside ${tickets.toLocaleString('en')} tickets`);
  }
  const grown = grownStatements(looks[0]!, looks[1]!);
  console.log(`\n${describeStatements(grown)}\n`);
  if (options.out !== undefined) writeFileSync(options.out, `${JSON.stringify({ machine: await machineOf(office), options, grown }, null, 2)}\n`);
  return true;
}

const commands = { all, million, payments, overload, costs, statements };

try {
  await main();
} catch (error) {
  console.error(error instanceof BenchRefused ? error.message : error);
  process.exitCode = 1;
}
// The channel to the bootstrap would keep us alive; nobody is told any more that it closes.
process.removeAllListeners('disconnect');
if (process.connected) process.disconnect?.();
