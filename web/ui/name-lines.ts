/** A show's name in the lines that it stands in: what follows the first " · " (a tour, a night) is the second; null where there is none. */
export function nameLines(name: string): [string, string | null] {
  const [first = '', ...rest] = name.split(' · ');
  return [first, rest.length > 0 ? rest.join(' · ') : null];
}
