import type { RehearsedEvent } from './world.ts';

/** CPF's own documentation example; its check digits are right, so forms take it. */
const HOLDER = { name: 'Ensaio Geral', document: '52998224725' };

/** Whose so many tickets are, where the event asks for it. */
export function holdersFor({ ticketTypes }: Pick<RehearsedEvent, 'ticketTypes'>, tickets: number): { holders?: (typeof HOLDER)[] } {
  return ticketTypes.some(({ holderRequired }) => holderRequired) ? { holders: Array.from({ length: tickets }, () => HOLDER) } : {};
}
