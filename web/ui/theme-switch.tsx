'use client';

import { useState } from 'react';
import { THEME_KEY } from './theme-script.ts';

/** Night or paper. The choice stays on the device and is nobody's business. */
export function ThemeSwitch({ label }: { label: string }) {
  const [, setTheme] = useState<string>();
  const turn = (): void => {
    const root = document.documentElement;
    const now = root.dataset['theme'] ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'paper' : 'night');
    const next = now === 'paper' ? 'night' : 'paper';
    root.dataset['theme'] = next;
    setTheme(next);
    try {
      localStorage.setItem(THEME_KEY, next);
    } catch {
      // A browser that keeps nothing: the choice lasts as long as the page.
    }
  };
  return (
    <button type="button" onClick={turn} className="min-h-11 cursor-pointer font-semibold text-link underline underline-offset-4">
      {label}
    </button>
  );
}
