import type { lineOf } from '#box-office/line.ts';
import type { Sums } from './sums.ts';

/** A second solution may be needed when the first came too late; a third means that something else is wrong. */
const solutionsMax = 2;

/** Asks for a place, with a solved challenge where the event wants one. `solving` is told while the device counts, and when it has done so. */
export async function askForPlace(line: ReturnType<typeof lineOf>, sums: Sums, isAsked: boolean, solving: (now: boolean) => void) {
  let answer = await line.join(isAsked ? await solution(line, sums, solving) : undefined);
  for (let solutions = 0; answer.failure?.code === 'line.challenge_unsolved' && solutions < solutionsMax; solutions++) {
    answer = await line.join(await solution(line, sums, solving));
  }
  return answer;
}

async function solution(line: ReturnType<typeof lineOf>, sums: Sums, solving: (now: boolean) => void): Promise<string | undefined> {
  const { data } = await line.challenge();
  if (!data) return undefined;
  solving(true);
  const solved = await sums.solve(data);
  solving(false);
  return solved ?? undefined;
}
