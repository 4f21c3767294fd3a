import { classNames } from './class-names.ts';
import { TurnstileDrawing } from './turnstile.tsx';

/** Something is on its way. Silent: whoever shows it says in words what. */
export function Spinner({ className }: { className?: string }) {
  return (
    <svg viewBox="-50 -50 100 100" aria-hidden="true" className={classNames('inline-block size-5 shrink-0', className)}>
      <g className="turning">
        <TurnstileDrawing />
      </g>
    </svg>
  );
}
