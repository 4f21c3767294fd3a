'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { api, outcome } from '#box-office/browser.ts';
import { forgetWho, type User } from '#box-office/session.ts';
import { Select } from '#ui/select.tsx';
import { apiLanguages, languageNames, locales } from '#words/locales.ts';
import { AccountForm } from './account-form.tsx';
import { mistakeIn } from './fields.ts';

/** Name, and the language of mails and tickets; the pages' own language is their address. */
export function Profile({ user }: { user: User }) {
  const t = useTranslations('account');
  const chosen = useRef<User['language']>(user.language);
  return (
    <AccountForm
      kind="other"
      fields={[{ name: 'name', label: t('field.name'), autoComplete: 'name', value: user.name, check: mistakeIn.name, refused: 'bad-name' }]}
      submit={t('profile.save')}
      done={t('profile.saved')}
      onSubmit={async ({ name }) => {
        const { failure } = await outcome(api.PATCH('/api/v1/me', { body: { name, language: chosen.current } }));
        forgetWho();
        return failure;
      }}
    >
      <Select
        label={t('field.language')}
        defaultValue={user.language}
        onChange={(event) => (chosen.current = event.target.value as User['language'])}
        options={locales.map((locale) => ({ value: apiLanguages[locale], label: languageNames[locale] }))}
      />
    </AccountForm>
  );
}
