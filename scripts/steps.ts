import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** What a step adds to the last line: a check counts as one, a test run as its tests. */
export interface Outcome {
  name: string;
  passed: number;
  failed: number;
  /** Why, test by test, as far as it is known. */
  failures?: string[];
}

/** Vitest's report, as far as it is read here. */
interface TestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { name: string; status: string; message: string; assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
}

/** Runs a check that has nothing to say when it passes; a failing one shows what it said. */
export async function runQuietly(name: string, args: string[], cwd: string): Promise<Outcome> {
  const started = performance.now();
  const { code, output } = await run(process.execPath, args, cwd, 'pipe');
  report(code === 0 ? '✓' : '✗', name, started);
  if (code === 0) return { name, passed: 1, failed: 0 };
  console.log(indent(output));
  return { name, passed: 0, failed: 1 };
}

/** Runs Vitest, which speaks for itself, and reads from its report how many tests there were. */
export async function runTests(name: string, vitest: string, cwd: string, filters: string[], reports: string): Promise<Outcome> {
  const started = performance.now();
  const file = join(reports, `${name.replaceAll(' ', '-')}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run(process.execPath, [vitest, 'run', ...reporters, ...filters], cwd, 'inherit');
  const read = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestReport) : null;
  report(code === 0 ? '✓' : '✗', name, started);
  // A run can fail without a failing test: a file that does not load, an error after the last test.
  const failed = code === 0 ? 0 : Math.max(1, read?.numFailedTests ?? 0);
  return { name, passed: read?.numPassedTests ?? 0, failed, failures: read && failed > 0 ? failuresOf(read, cwd) : [] };
}

const LINES_OF_A_FAILURE_MAX = 15;

function failuresOf(read: TestReport, cwd: string): string[] {
  return read.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed').map(({ fullName, failureMessages }) => ({ what: fullName, why: failureMessages }));
    const all = tests.length === 0 && status === 'failed' ? [{ what: 'the file', why: [message] }] : tests;
    return all.map(({ what, why }) => `${relative(cwd, name)} > ${what}\n${indent([...new Set(why)].map(beginning).join('\n'))}`);
  });
}

const beginning = (text: string): string => text.trim().split('\n').slice(0, LINES_OF_A_FAILURE_MAX).join('\n');

export function report(mark: string, name: string, started: number): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(7);
  console.log(`${mark} ${name.padEnd(32)}${seconds} s`);
}

export function run(program: string, args: string[], cwd: string, output: 'pipe' | 'inherit'): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', output, output] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part: string) => (text += part));
    const forward = (): void => void child.kill('SIGTERM');
    process.once('SIGTERM', forward).once('disconnect', forward);
    child.once('error', reject);
    child.once('close', (code) => {
      process.off('SIGTERM', forward).off('disconnect', forward);
      resolve({ code: code ?? 1, output: text });
    });
  });
}

function indent(text: string): string {
  return text.trimEnd().split('\n').map((line) => `    ${line}`).join('\n');
}
