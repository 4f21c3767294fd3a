import type { ReactNode, SelectHTMLAttributes } from 'react';
import { controlLook, Labelled } from './field.tsx';

interface SelectProps extends SelectHTMLAttributes<HTMLSelectElement> {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  options: { value: string; label: string }[];
}

/** The platform's own: nothing handles better on a cheap phone. */
export function Select({ label, hint, error, options, className, id, ...select }: SelectProps) {
  return (
    <Labelled label={label} hint={hint} error={error} id={id} className={className}>
      {(described) => (
        <select {...select} {...described} className={controlLook}>
          {options.map(({ value, label: name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
