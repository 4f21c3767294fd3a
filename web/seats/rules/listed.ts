/**
 * How a list shows a seat: `gone` keeps its place, so that neither focus nor a finger that is just coming down lands on another. `seen` are the seats that the
 * list has offered since it was opened, and is added to; what was gone before that is not shown.
 */
export function listedAs(seen: Set<number>, seat: number, offered: boolean): 'offered' | 'gone' | null {
  if (offered) seen.add(seat);
  return offered ? 'offered' : seen.has(seat) ? 'gone' : null;
}
