// Which part of the plan is seen: a point of the plan in the upper left corner, and pixels per unit. Nothing here knows the screen but its size.

import { grown, type Rect } from './plan.ts';

// Nearer than this a seat is as large as a finger and there is nothing more to see.
const SEAT_PIXELS_MAX = 48;
// Room around what is shown in full.
const MARGIN_PIXELS = 16;

export class Viewport {
  width = 1;
  height = 1;
  scale = 1;
  left = 0;
  top = 0;
  private readonly bounds: Rect;
  private readonly pitch: number;

  constructor(bounds: Rect, pitch: number) {
    this.bounds = bounds;
    this.pitch = pitch;
  }

  /** A new size keeps the middle where it was; the first one shows everything. */
  resize(width: number, height: number): void {
    const first = this.width === 1;
    const [x, y] = [this.left + this.width / this.scale / 2, this.top + this.height / this.scale / 2];
    [this.width, this.height] = [Math.max(2, width), Math.max(2, height)];
    if (first) return this.show(this.bounds);
    this.scale = this.clampedScale(this.scale);
    this.centre(x, y);
  }

  get scaleMin(): number {
    const [width, height] = [this.bounds.right - this.bounds.left, this.bounds.bottom - this.bounds.top];
    return Math.min(this.scaleMax, (this.width - 2 * MARGIN_PIXELS) / Math.max(width, this.pitch), (this.height - 2 * MARGIN_PIXELS) / Math.max(height, this.pitch));
  }

  get scaleMax(): number {
    return SEAT_PIXELS_MAX / this.pitch;
  }

  /** How large a seat's share of the plan is, in pixels. */
  get seatPixels(): number {
    return this.pitch * this.scale;
  }

  get seen(): Rect {
    return { left: this.left, top: this.top, right: this.left + this.width / this.scale, bottom: this.top + this.height / this.scale };
  }

  /** By pixels; what is grabbed stays under the finger. */
  pan(dx: number, dy: number): void {
    this.left -= dx / this.scale;
    this.top -= dy / this.scale;
    this.clamp();
  }

  /** What is under that pixel stays there. */
  zoom(factor: number, atX: number, atY: number): void {
    const { x, y } = this.toPlan(atX, atY);
    this.scale = this.clampedScale(this.scale * factor);
    this.left = x - atX / this.scale;
    this.top = y - atY / this.scale;
    this.clamp();
  }

  /** As near as all of the rectangle can be seen. */
  show(rect: Rect): void {
    const [width, height] = [Math.max(rect.right - rect.left, this.pitch), Math.max(rect.bottom - rect.top, this.pitch)];
    this.scale = this.clampedScale(Math.min((this.width - 2 * MARGIN_PIXELS) / width, (this.height - 2 * MARGIN_PIXELS) / height));
    this.centre((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2);
  }

  /** That point in the middle, a seat so many pixels large. */
  approach(x: number, y: number, seatPixels: number): void {
    this.scale = this.clampedScale(seatPixels / this.pitch);
    this.centre(x, y);
  }

  toPlan(atX: number, atY: number): { x: number; y: number } {
    return { x: this.left + atX / this.scale, y: this.top + atY / this.scale };
  }

  toScreen(x: number, y: number): { x: number; y: number } {
    return { x: (x - this.left) * this.scale, y: (y - this.top) * this.scale };
  }

  private centre(x: number, y: number): void {
    this.left = x - this.width / this.scale / 2;
    this.top = y - this.height / this.scale / 2;
    this.clamp();
  }

  private clampedScale(scale: number): number {
    return Math.min(this.scaleMax, Math.max(this.scaleMin, scale));
  }

  /** The middle of the screen never leaves the plan, so nobody gets lost; a plan that fits whole stays in the middle. */
  private clamp(): void {
    const { left, top, right, bottom } = grown(this.bounds, MARGIN_PIXELS / this.scale);
    const [width, height] = [this.width / this.scale, this.height / this.scale];
    this.left = right - left <= width ? (left + right - width) / 2 : Math.min(right - width / 2, Math.max(left - width / 2, this.left));
    this.top = bottom - top <= height ? (top + bottom - height) / 2 : Math.min(bottom - height / 2, Math.max(top - height / 2, this.top));
  }
}
