import { preload } from 'react-dom';

/** The face of shows' names, as fonts.css has it. */
export const DISPLAY_FACE = '/fonts/big-shoulders-latin-5.3.0.woff2';

/** On pages that begin with a show's name: the face is asked for with the style that names it, not after it. */
export function preloadDisplayFace(): void {
  preload(DISPLAY_FACE, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' });
}
