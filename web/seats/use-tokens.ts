'use client';

import { useEffect, useState } from 'react';
import { watchTheme } from '#ui/watch-theme.ts';
import { readColour, type Tokens } from './engine/palette.ts';

/** The design's colours for what is drawn by hand, and again when the theme changes: by the switch or by the device. Only in a browser. */
export function useTokens(): Tokens {
  const [tokens, setTokens] = useState(readTokens);
  useEffect(() => watchTheme(() => setTokens(readTokens())), []);
  return tokens;
}

function readTokens(): Tokens {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => readColour(style.getPropertyValue(`--${name}`));
  return {
    ground: token('ground'), raised: token('raised'), sunk: token('sunk'), line: token('line'), ink: token('ink'), quiet: token('quiet'),
    light: token('light'), onLight: token('on-light'), good: token('good'), cool: token('cool'),
  };
}
