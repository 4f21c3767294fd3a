// The map's colours, all of them mixed from the design's tokens: the dearer a category, the warmer, as nearer to the light on the stage.

export interface Tokens {
  readonly ground: Colour;
  readonly raised: Colour;
  readonly sunk: Colour;
  readonly line: Colour;
  readonly ink: Colour;
  readonly quiet: Colour;
  readonly light: Colour;
  readonly onLight: Colour;
  readonly good: Colour;
  readonly cool: Colour;
}

export type Colour = readonly [red: number, green: number, blue: number];

/** `#rrggbb`, as the tokens are written; black for what is not a colour. */
export function readColour(text: string): Colour {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text.trim());
  return hex ? [Number.parseInt(hex[1]!, 16), Number.parseInt(hex[2]!, 16), Number.parseInt(hex[3]!, 16)] : [0, 0, 0];
}

export const css = ([red, green, blue]: Colour): string => `rgb(${red} ${green} ${blue})`;

export function mix(a: Colour, b: Colour, share: number): Colour {
  const part = (at: 0 | 1 | 2) => Math.round(a[at] + (b[at] - a[at]) * share);
  return [part(0), part(1), part(2)];
}

/** A colour for each of so many categories, the dearest first: from the light over green to blue. */
export function ramp({ light, good, cool }: Tokens, count: number): Colour[] {
  return Array.from({ length: count }, (_, at) => {
    const place = count < 2 ? 0 : (2 * at) / (count - 1);
    return place <= 1 ? mix(light, good, place) : mix(good, cool, place - 1);
  });
}
