import type { Holder } from '#box-office/told-holders.ts';
import { holderMistakes } from './choice.ts';

/** What is wrong with holders while nobody has to be told yet: who is left out is no mistake. */
export function mistakesOfTold(holders: readonly Holder[]): ReturnType<typeof holderMistakes> {
  return new Map([...holderMistakes({ holders })].filter(([index]) => !isBlank(holders[index]!)));
}

export function isBlank({ name, document }: Holder): boolean {
  return name.trim() === '' && document.trim() === '';
}

/** The holders with those who were told before, in order, where no document stands yet; null when that changes nothing. */
export function withTold(holders: readonly Holder[], told: readonly Holder[]): Holder[] | null {
  const known = told.filter((holder) => !holderMistakes({ holders: [holder] }).has(0));
  // Whoever has begun to write is not written over.
  if (known.length === 0 || holders.length === 0 || holders.some(({ document }) => document !== '')) return null;
  return holders.map((holder, index) => known[index] ?? holder);
}
