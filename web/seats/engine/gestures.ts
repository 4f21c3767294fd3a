// Fingers, mouse, wheel and keys become movements of the map. Knows no seats.

import type { MapView } from './map-view.ts';

// A finger trembles; a mouse less, but one number serves both.
const TAP_PIXELS = 10;
const DOUBLE_TAP_MS = 320;
const DOUBLE_TAP_PIXELS = 30;
const STEP_ZOOM = 2;
const KEY_ZOOM = 1.4;
const KEY_PAN_PIXELS = 60;
// A wheel's notch is 100 pixels in most browsers: some 1.2 times nearer.
const WHEEL_PER_PIXEL = 0.0018;
const LINE_PIXELS = 16;

export interface KeyEvents {
  /** An arrow with seats in sight moves a cursor; false where there is none to move. */
  arrow(dx: -1 | 0 | 1, dy: -1 | 0 | 1): boolean;
  /** Enter or space. */
  choose(): void;
}

const ARROWS: Record<string, readonly [-1 | 0 | 1, -1 | 0 | 1]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Listens until the given function is called. */
export function listen(element: HTMLElement, view: MapView, keys: KeyEvents): () => void {
  const ending = new AbortController();
  const pointers = new Map<number, { x: number; y: number }>();
  let moved = 0;
  let tapped = { at: 0, x: 0, y: 0 };
  // Where fingers are is known by the window; where that is on the map is looked up only when it matters, since it makes the browser lay the page out.
  const place = ({ clientX, clientY }: { clientX: number; clientY: number }) => ({ x: clientX, y: clientY });
  const onMap = ({ x, y }: { x: number; y: number }) => {
    const { left, top } = element.getBoundingClientRect();
    return { x: x - left, y: y - top };
  };

  // While the map is held, moves are heard before anybody else and nobody else hears of them: React would look for who might care about each, which costs more than moving the map.
  const early = { capture: true, passive: true };
  const alone = (event: Event) => event.stopPropagation();
  const hold = () => {
    addEventListener('pointermove', move, early);
    addEventListener('touchmove', alone, early);
  };
  const letGo = () => {
    removeEventListener('pointermove', move, early);
    removeEventListener('touchmove', alone, early);
  };

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) moved = 0;
    else moved = Infinity;
    if (pointers.size === 0) hold();
    pointers.set(event.pointerId, place(event));
    element.setPointerCapture(event.pointerId);
  };

  const move = (event: PointerEvent) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    event.stopPropagation();
    const now = place(event);
    pointers.set(event.pointerId, now);
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    const other = pointers.size > 1 && [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    if (!other) {
      if (moved > TAP_PIXELS) view.pan(now.x - before.x, now.y - before.y);
      return;
    }
    const apart = (point: { x: number; y: number }) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
    view.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
    const middle = onMap({ x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    view.zoom(apart(now) / apart(before), middle.x, middle.y);
  };

  const up = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return;
    if (pointers.size === 0) letGo();
    if (event.type !== 'pointerup' || moved > TAP_PIXELS) return;
    const { x, y } = onMap(place(event));
    const again = event.timeStamp - tapped.at < DOUBLE_TAP_MS && Math.hypot(x - tapped.x, y - tapped.y) < DOUBLE_TAP_PIXELS;
    tapped = again ? { at: 0, x, y } : { at: event.timeStamp, x, y };
    // Where seats are told apart a tap chooses, so only from afar a second one comes nearer.
    if (again && !view.choosable) view.zoom(STEP_ZOOM, x, y);
    else view.tap(x, y);
  };

  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const { x, y } = onMap(place(event));
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_PIXELS : event.deltaY;
    // A trackpad's pinch comes as a wheel with control held, in small steps.
    view.zoom(Math.exp(-pixels * WHEEL_PER_PIXEL * (event.ctrlKey ? 5 : 1)), x, y);
  };

  const key = (event: KeyboardEvent) => {
    if (event.target !== element || event.altKey || event.metaKey || event.ctrlKey) return;
    const arrow = ARROWS[event.key];
    if (arrow) {
      if (event.shiftKey || !keys.arrow(...arrow)) view.pan(-arrow[0] * KEY_PAN_PIXELS, -arrow[1] * KEY_PAN_PIXELS);
    } else if (event.key === '+' || event.key === '=') view.zoom(KEY_ZOOM);
    else if (event.key === '-') view.zoom(1 / KEY_ZOOM);
    else if (event.key === '0') view.showAll();
    else if (event.key === 'Enter' || event.key === ' ') keys.choose();
    else return;
    event.preventDefault();
  };

  const options = { signal: ending.signal };
  element.addEventListener('pointerdown', down, options);
  element.addEventListener('pointerup', up, options);
  element.addEventListener('pointercancel', up, options);
  element.addEventListener('wheel', wheel, { ...options, passive: false });
  element.addEventListener('keydown', key, options);
  return () => {
    ending.abort();
    letGo();
  };
}
