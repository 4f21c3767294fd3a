'use client';

import { useId } from 'react';

interface StepperProps {
  label: string;
  value: number;
  min?: number;
  max: number;
  disabled?: boolean;
  onChange(value: number): void;
  /** What the two buttons say to who cannot see them. */
  less: string;
  more: string;
  className?: string;
}

const side = 'min-h-11 min-w-11 rounded-control border border-edge bg-raised text-title font-bold cursor-pointer hover:border-light disabled:cursor-not-allowed disabled:opacity-50';

/** How many. Buttons for thumbs, and the number itself is read out when it changes. */
export function Stepper({ label, value, min = 0, max, disabled = false, onChange, less, more, className }: StepperProps) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={className}>
      <span id={id} className="sr-only">
        {label}
      </span>
      <div className="inline-flex items-center gap-2">
        <button type="button" className={side} aria-label={less} disabled={disabled || value <= min} onClick={() => onChange(value - 1)}>
          −
        </button>
        <output aria-live="polite" className="min-w-8 text-center text-title font-bold tabular-nums">
          {value}
        </output>
        <button type="button" className={side} aria-label={more} disabled={disabled || value >= max} onClick={() => onChange(value + 1)}>
          +
        </button>
      </div>
    </div>
  );
}
