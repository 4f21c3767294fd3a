import type { Failure } from '#box-office/problem.ts';

/** The sentence that people read: ours where we have one for the code, else the API's own, which came in their language. */
export function failureText(failure: Failure, ours: { has(key: string): boolean; say(key: string): string }): string {
  if (ours.has(failure.code)) return ours.say(failure.code);
  return failure.title === '' ? ours.say('web.unreadable') : failure.title;
}
