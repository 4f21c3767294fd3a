import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  label: ReactNode;
  hint?: ReactNode;
}

/** A yes or no. Its label is part of what can be pressed. */
export function Checkbox({ label, hint, className, ...input }: CheckboxProps) {
  const id = useId();
  return (
    <div className={className}>
      <label className="flex min-h-11 cursor-pointer items-center gap-3">
        <input {...input} type="checkbox" aria-describedby={hint === undefined ? undefined : id} className={classNames('size-6 shrink-0 accent-light')} />
        <span>{label}</span>
      </label>
      {hint !== undefined && (
        <p id={id} className="pl-9 text-fine text-quiet">
          {hint}
        </p>
      )}
    </div>
  );
}
