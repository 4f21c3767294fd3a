'use client';

import { useTranslations } from 'next-intl';
import { type SubmitEvent, type ReactNode, useRef, useState } from 'react';
import type { Failure } from '#box-office/problem.ts';
import type { ButtonKind } from '#ui/button-look.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Notice } from '#ui/notice.tsx';
import { useFailureText } from '#ui/use-failure-text.ts';
import { Failed } from './failed.tsx';
import { type Mistake, refusedFields } from './fields.ts';

interface FieldOf<Name extends string> {
  name: Name;
  label: string;
  hint?: string;
  type?: 'email' | 'password' | 'text';
  autoComplete: string;
  value?: string;
  check(text: string): Mistake | undefined;
  /** What to say of it where the API refuses just this field. */
  refused?: Mistake;
}

interface AccountFormProps<Name extends string> {
  fields: readonly FieldOf<Name>[];
  submit: string;
  kind?: ButtonKind;
  /** Asks the box office; a failure is shown, nothing means that it is done. */
  onSubmit(values: Record<Name, string>): Promise<Failure | undefined>;
  /** Failures that belong to one field, by code. */
  at?: Record<string, Name>;
  /** Controls that are not lines of text; and what is shown once it is done. */
  children?: ReactNode;
  done?: string;
}

/** A form of an account: what is wrong is said at its field, before and after the box office was asked, and there one goes on. */
export function AccountForm<Name extends string>({ fields, submit, kind = 'main', onSubmit, at = {}, children, done }: AccountFormProps<Name>) {
  const t = useTranslations('account.field');
  const textOf = useFailureText();
  const form = useRef<HTMLFormElement>(null);
  const [wrong, setWrong] = useState<Partial<Record<Name, string>>>({});
  const [said, setSaid] = useState<'done' | Failure>();
  const [busy, setBusy] = useState(false);

  const mark = (mistakes: Partial<Record<Name, string>>): void => {
    setWrong(mistakes);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };

  const hear = (failure: Failure): void => {
    const refused = refusedFields(failure.code, failure.data);
    const own = at[failure.code];
    const marked = fields.flatMap(({ name, refused: mistake }) => (refused.includes(name) && mistake ? [[name, t(mistake)]] : own === name ? [[name, textOf(failure)]] : []));
    if (marked.length > 0) mark(Object.fromEntries(marked) as Partial<Record<Name, string>>);
    else setSaid(failure);
  };

  const ask = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setSaid(undefined);
    const given = new FormData(event.currentTarget);
    const values = Object.fromEntries(fields.map(({ name }) => [name, typed(given.get(name))])) as Record<Name, string>;
    const mistakes = fields.flatMap(({ name, check }) => {
      const mistake = check(values[name]);
      return mistake ? [[name, t(mistake)]] : [];
    });
    mark(Object.fromEntries(mistakes) as Partial<Record<Name, string>>);
    if (mistakes.length > 0) return;
    setBusy(true);
    const failure = await onSubmit(values);
    setBusy(false);
    if (failure) hear(failure);
    else setSaid('done');
  };

  return (
    // Pressed before the page is alive it is sent as a form: then as one whose fields stand in no address.
    <form ref={form} method="post" onSubmit={(event) => void ask(event)} noValidate className="grid gap-4">
      {fields.map(({ name, label, hint, type = 'text', autoComplete, value }) => (
        <Field key={name} name={name} label={label} hint={hint} type={type} autoComplete={autoComplete} defaultValue={value} error={wrong[name]} />
      ))}
      {children}
      {said === 'done' && done !== undefined && <Notice kind="good">{done}</Notice>}
      {typeof said === 'object' && <Failed failure={said} />}
      <Button kind={kind} type="submit" busy={busy} className="w-full">
        {submit}
      </Button>
    </form>
  );
}

/** A file is nothing that a field of text holds. */
function typed(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}
