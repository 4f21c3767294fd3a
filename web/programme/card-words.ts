/**
 * What our faces can draw. The library that draws would ask a third party for a face with the others, and for pictures of emoji;
 * a card rather does without them.
 */
export const drawable = (text: string): string =>
  text.normalize('NFC').replace(/[^\u0020-\u007e\u00a0-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]/gu, '').replace(/\s+/g, ' ').trim();

// From a name that fills the card to one that is still read in a message's small preview.
const sizes = [132, 116, 100, 86, 74, 62, 50, 42];
// Of the display face's capitals at this weight, measured; a space and an I are narrower, an M wider.
const emPerLetter = 0.47;
const nameLeading = 1.05;
/** The line below in relation to the name. */
export const belowScale = 0.56;

/** The largest size at which name and line below fit into the space, in pixels. */
export function nameSize({ name, below }: CardName, { width, height }: { width: number; height: number }): number {
  const high = (size: number): number =>
    linesOf(name, width / (size * emPerLetter)) * size * nameLeading + (below === '' ? 0 : linesOf(below, width / (size * belowScale * emPerLetter)) * size * belowScale * 1.1);
  return sizes.find((size) => high(size) <= height) ?? sizes.at(-1)!;
}

/** How many lines words take, broken between words only. A word longer than a line takes endlessly many. */
function linesOf(text: string, letters: number): number {
  let [lines, used] = [1, 0];
  for (const { length } of text.split(' ')) {
    if (length > letters) return Number.POSITIVE_INFINITY;
    const wanted = used === 0 ? length : used + 1 + length;
    if (wanted > letters) lines += 1;
    used = wanted > letters ? length : wanted;
  }
  return lines;
}

// A card is glanced at; what is longer than this is somebody's programme notes.
const nameMax = 110;

export interface CardName {
  name: string;
  below: string;
}

/** The name in two: as its poster has it, and what stands below. */
export function cardName(title: string): CardName {
  const [name = '', ...rest] = drawable(title).split(' · ');
  return { name: shortened(name, nameMax), below: shortened(rest.join(' · '), nameMax / 2) };
}

export const shortened = (text: string, max: number): string => (text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`);
