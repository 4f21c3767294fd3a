import { useId, type InputHTMLAttributes, type ReactNode } from 'react';
import { classNames } from './class-names.ts';

interface Around {
  label: string;
  hint?: ReactNode;
  /** What is wrong with it, in words; it is read with the field. */
  error?: string | undefined;
}

/** What a control needs to be described by its hint and its error. */
interface Described {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export const controlLook =
  'min-h-11 w-full rounded-control border border-edge bg-sunk px-3 py-2 text-plain text-ink placeholder:text-quiet aria-invalid:border-bad aria-invalid:border-2 disabled:cursor-not-allowed disabled:opacity-60';

/** Label, hint and error around a control; `Field` and `Select` are made of it. */
export function Labelled({ label, hint, error, id: given, className, children }: Around & { id?: string | undefined; className?: string | undefined; children: (described: Described) => ReactNode }) {
  const made = useId();
  const id = given ?? made;
  const about = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={classNames('grid gap-1', className)}>
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      {children({ id, 'aria-describedby': about === '' ? undefined : about, 'aria-invalid': error === undefined ? undefined : true })}
      {hint !== undefined && (
        <div id={`${id}-hint`} className="text-fine text-quiet">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-fine text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

type FieldProps = Around & InputHTMLAttributes<HTMLInputElement>;

/** One line of text that somebody fills in. */
export function Field({ label, hint, error, className, id, ...input }: FieldProps) {
  return (
    <Labelled label={label} hint={hint} error={error} id={id} className={className}>
      {(described) => <input {...input} {...described} className={controlLook} />}
    </Labelled>
  );
}
