import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '#test/any-text.ts';
import { cardName, drawable, nameSize, shortened } from './card-words.ts';

const space = { width: 584, height: 276 };

test('a name is as large as it fits with what stands below', () => {
  expect(nameSize(cardName('Luzia Mar'), space)).toBe(132);
  expect(nameSize(cardName('Trovão do Sul · Última Turnê'), space)).toBeLessThan(nameSize(cardName('Trovão do Sul'), space));
  expect(nameSize(cardName('A Very Long Name Of A Festival That Somebody Thought Of In The Night'), space)).toBeLessThan(90);
});

test('whatever the name, there is a size for it', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (title) => {
    const size = nameSize(cardName(title), space);
    expect(size >= 42 && size <= 132).toBe(true);
  }));
});

test('what the faces cannot draw is left out, because the drawing library would fetch a face for it', () => {
  expect(drawable('Noite 🎭 de Gala 夜 — “Última”')).toBe('Noite de Gala — “Última”');
  fc.assert(fc.property(anyText, (text) => {
    expect(drawable(text)).toMatch(/^[\u0020-\u007e\u00a0-\u017f\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]*$/);
  }));
});

test('a long line ends in an ellipsis', () => {
  expect(shortened('Rua do Vale, 2000', 12)).toBe('Rua do Vale…');
});
