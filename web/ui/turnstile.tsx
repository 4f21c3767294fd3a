import { classNames } from './class-names.ts';

/** A hub and three arms, 120° apart: the mark of the house, in a box from -50 to 50, in the colour of the text. */
export function TurnstileDrawing() {
  return (
    <>
      {[0, 120, 240].map((angle) => (
        <g key={angle} transform={`rotate(${angle})`}>
          <rect x="-5" y="-46" width="10" height="40" rx="5" fill="currentColor" />
          <circle cx="0" cy="-41" r="7" fill="currentColor" />
        </g>
      ))}
      <circle r="15" fill="currentColor" />
      <circle r="6" fill="var(--ground)" />
    </>
  );
}

const NOTCHES = ['rotate-0', 'rotate-[120deg]', 'rotate-[240deg]', 'rotate-[360deg]'];

/** The turnstile; it turns by a notch whenever `notch` grows. Decorative: what it tells is told in words beside it. */
export function Turnstile({ notch = 0, className }: { notch?: number; className?: string }) {
  // After the third notch it stands as it began; a class for each keeps style attributes out of what the server makes.
  const turn = notch === 0 ? 0 : ((notch - 1) % 3) + 1;
  return (
    <svg viewBox="-50 -50 100 100" aria-hidden="true" className={classNames('text-light', className)}>
      <g className={classNames('notch', NOTCHES[turn])}>
        <TurnstileDrawing />
      </g>
    </svg>
  );
}
