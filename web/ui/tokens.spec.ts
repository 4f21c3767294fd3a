import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** The declarations of each rule, in their order: night, paper by preference, paper by choice, print. */
const rules = [...css.matchAll(/\{([^{}]*)\}/g)].map(([, body = '']) => new Map([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value.trim()])));
const [night, preferred, chosen] = rules as [Map<string, string>, Map<string, string>, Map<string, string>];

/** WCAG 2.2, relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(palette: Map<string, string>, one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(palette.get(one) ?? ''), luminance(palette.get(other) ?? '')].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const text = ['ink', 'quiet', 'link', 'good', 'bad', 'cool', 'light'];
const grounds = ['ground', 'raised', 'sunk'];

test('paper is the same whether it was chosen or is preferred, and names all that night names', () => {
  expect([...chosen]).toEqual([...preferred]);
  expect([...chosen.keys()]).toEqual([...night.keys()]);
});

test.each([['night', night], ['paper', chosen]] as const)('by %s all text can be read: 4.5 to 1 on every ground', (_, palette) => {
  const pairs = [...text.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)), ['on-light', 'light'] as const];
  expect(pairs.filter(([ink, ground]) => !(contrast(palette, ink, ground) >= 4.5))).toEqual([]);
});

test.each([['night', night], ['paper', chosen]] as const)("by %s a control's border and the focus ring can be seen: 3 to 1", (_, palette) => {
  const pairs = ['edge', 'light'].flatMap((line) => grounds.map((ground) => [line, ground] as const));
  expect(pairs.filter(([line, ground]) => !(contrast(palette, line, ground) >= 3))).toEqual([]);
});
