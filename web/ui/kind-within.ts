/** A ticket's kind where its place stands already: "Mesa · inteira" of "Mesa" is "inteira". */
export function kindWithin(place: string, kind: string): string {
  const rest = kind.startsWith(place) ? /^[\s·:–—-]+(.+)$/u.exec(kind.slice(place.length)) : null;
  return rest?.[1] ?? kind;
}
