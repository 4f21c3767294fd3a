import type { Holder } from '#box-office/told-holders.ts';
import { isCpf } from './cpf.ts';

/** The numbers of the holders that are not told well, with what is wrong. */
export function mistakesOf(holders: readonly Holder[]): Map<number, { name: boolean; document: boolean }> {
  const mistakes = holders.map(({ name, document }, index) => [index, { name: name.trim() === '', document: !isCpf(document) }] as const);
  return new Map(mistakes.filter(([, { name, document }]) => name || document));
}

/** The same while nobody has to be told yet: who is left out is no mistake. */
export function mistakesOfTold(holders: readonly Holder[]): Map<number, { name: boolean; document: boolean }> {
  return new Map([...mistakesOf(holders)].filter(([index]) => !isBlank(holders[index]!)));
}

export function isBlank({ name, document }: Holder): boolean {
  return name.trim() === '' && document.trim() === '';
}

/** The holders with those who were told before, in order, where no document stands yet; null when that changes nothing. */
export function withTold(holders: readonly Holder[], told: readonly Holder[]): Holder[] | null {
  const known = told.filter((holder) => !mistakesOf([holder]).has(0));
  // Whoever has begun to write is not written over.
  if (known.length === 0 || holders.length === 0 || holders.some(({ document }) => document !== '')) return null;
  return holders.map((holder, index) => known[index] ?? holder);
}
