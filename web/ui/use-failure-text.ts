'use client';

import { useTranslations } from 'next-intl';
import type { Failure } from '#box-office/problem.ts';
import { failureText } from '#ui/failure-text.ts';

/** The sentence of a failure, in components that were given the words of `failure`. */
export function useFailureText(): (failure: Failure) => string {
  const words = useTranslations('failure');
  // Codes are data: which of them have words of ours is found out here.
  return (failure) => failureText(failure, { has: (key) => words.has(key as never), say: (key) => words(key as never) });
}
