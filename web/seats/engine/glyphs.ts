// How a seat looks. Its state is told by its shape and not by colour alone: free is a ring, taken a small filled disc, a wheelchair place a square with the sign,
// a companion's seat a square. Drawn once per size and colour and then copied.

import { css, mix, type Colour, type Tokens } from './palette.ts';

export type SeatKind = 'free' | 'taken' | 'wheelchair' | 'companion' | 'dim';

/** Smaller than this, in pixels from seat to seat, a ring is not seen: seats are dots. */
export const RINGS_FROM = 9;
/** From here on what is written on the seats can be read. */
export const NUMBERS_FROM = 22;
// Smaller, and the sign would be a blot.
const SIGN_FROM = 13;

/** How far a seat's drawing goes from its middle, as a share of the pitch. */
export const REACH_SHARE = 0.47;

export class Glyphs {
  private readonly tokens: Tokens;
  /** From seat to seat, in pixels of the screen's own. */
  private readonly pixels: number;
  private readonly density: number;
  private readonly canvasOf: (pixels: number) => HTMLCanvasElement;
  private readonly known = new Map<string, HTMLCanvasElement>();

  constructor(tokens: Tokens, pixels: number, density: number, canvasOf: (pixels: number) => HTMLCanvasElement) {
    this.tokens = tokens;
    this.pixels = pixels;
    this.density = density;
    this.canvasOf = canvasOf;
  }

  /** Square; the seat's middle is the middle. The ground is part of it, so a seat can be painted over what it was. */
  of(kind: SeatKind, colour: Colour): HTMLCanvasElement {
    const key = `${kind}${colour.join()}`;
    let glyph = this.known.get(key);
    if (!glyph) {
      glyph = this.canvasOf(Math.max(2, 2 * Math.ceil(this.pixels * REACH_SHARE)));
      this.draw(glyph, kind, colour);
      this.known.set(key, glyph);
    }
    return glyph;
  }

  private draw(canvas: HTMLCanvasElement, kind: SeatKind, colour: Colour): void {
    const context = canvas.getContext('2d')!;
    const { tokens, pixels } = this;
    context.translate(canvas.width / 2, canvas.height / 2);
    context.fillStyle = css(tokens.raised);
    context.fillRect(-canvas.width / 2, -canvas.height / 2, canvas.width, canvas.height);
    const radius = pixels * 0.38;
    if (kind === 'taken' || kind === 'dim') return disc(context, radius * (kind === 'taken' ? 0.7 : 0.45), mix(tokens.raised, tokens.quiet, kind === 'taken' ? 0.5 : 0.35));
    const rings = pixels / this.density >= RINGS_FROM;
    if (kind === 'free' && !rings) return disc(context, radius, colour);
    context.lineWidth = Math.max(1.25 * this.density, pixels * 0.075);
    context.strokeStyle = css(kind === 'free' ? colour : tokens.cool);
    context.fillStyle = css(mix(tokens.raised, kind === 'free' ? colour : tokens.cool, rings ? 0.16 : 0.9));
    context.beginPath();
    if (kind === 'free') context.arc(0, 0, radius - context.lineWidth / 2, 0, 2 * Math.PI);
    else context.roundRect(-radius + context.lineWidth / 2, -radius + context.lineWidth / 2, 2 * radius - context.lineWidth, 2 * radius - context.lineWidth, radius * 0.3);
    context.fill();
    context.stroke();
    if (kind === 'wheelchair' && pixels / this.density >= SIGN_FROM) wheelchairSign(context, radius * 0.62, css(tokens.ink));
  }
}

function disc(context: CanvasRenderingContext2D, radius: number, colour: Colour): void {
  context.fillStyle = css(colour);
  context.beginPath();
  context.arc(0, 0, radius, 0, 2 * Math.PI);
  context.fill();
}

/** The sign that everybody knows: a head, a back, a leg, and a wheel that is three quarters of a circle. */
export function wheelchairSign(context: CanvasRenderingContext2D, size: number, colour: string): void {
  context.save();
  context.strokeStyle = context.fillStyle = colour;
  context.lineWidth = Math.max(1, size * 0.2);
  context.lineCap = context.lineJoin = 'round';
  context.beginPath();
  context.arc(-size * 0.15, -size * 0.82, size * 0.2, 0, 2 * Math.PI);
  context.fill();
  context.beginPath();
  context.moveTo(-size * 0.15, -size * 0.45);
  context.lineTo(-size * 0.1, size * 0.15);
  context.lineTo(size * 0.4, size * 0.15);
  context.lineTo(size * 0.65, size * 0.75);
  context.moveTo(-size * 0.12, -size * 0.15);
  context.lineTo(size * 0.35, -size * 0.15);
  context.stroke();
  context.beginPath();
  context.arc(-size * 0.05, size * 0.35, size * 0.52, -Math.PI * 0.75, Math.PI * 0.35, true);
  context.stroke();
  context.restore();
}

/** A seat of one's own: lit, with a check. */
export function drawMine(context: CanvasRenderingContext2D, x: number, y: number, radius: number, { light, onLight, ground }: Tokens): void {
  context.fillStyle = css(light);
  context.strokeStyle = css(ground);
  context.lineWidth = Math.max(1.5, radius * 0.18);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
  context.strokeStyle = css(onLight);
  context.lineWidth = Math.max(1.5, radius * 0.22);
  context.lineCap = context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(x - radius * 0.42, y + radius * 0.02);
  context.lineTo(x - radius * 0.1, y + radius * 0.34);
  context.lineTo(x + radius * 0.44, y - radius * 0.32);
  context.stroke();
}
