/** Our colours and sizes, as a provider's frames can take them. Our faces they cannot: those are served to this site only. */
export interface Look {
  ink: string;
  quiet: string;
  ground: string;
  light: string;
  bad: string;
  edge: string;
  isDark: boolean;
}

// The radius of controls and the size of plain text (ui/ui.css); the system's own face is the next best after ours.
export const RADIUS = '6px';
export const TEXT_SIZE = '16px';
export const FACE = 'system-ui, sans-serif';

/** How the page looks now. Only in a browser. */
export function readLook(): Look {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return { ink: token('ink'), quiet: token('quiet'), ground: token('sunk'), light: token('light'), bad: token('bad'), edge: token('edge'), isDark: style.colorScheme === 'dark' };
}
