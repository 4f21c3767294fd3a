import { THEME_KEY } from '#ui/theme-script.ts';
import { part, show } from './parts.ts';

/** The switch in the footer, as ui/theme-switch.tsx has it. */
export function wireTheme(): void {
  show('theme', true);
  part('theme').addEventListener('click', () => {
    const root = document.documentElement;
    const now = root.dataset['theme'] ?? (matchMedia('(prefers-color-scheme: light)').matches ? 'paper' : 'night');
    root.dataset['theme'] = now === 'paper' ? 'night' : 'paper';
    try {
      localStorage.setItem(THEME_KEY, root.dataset['theme']);
    } catch {
      // A browser that keeps nothing: the choice lasts as long as the page.
    }
  });
}
