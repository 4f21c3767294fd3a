import { getTranslations } from 'next-intl/server';
import { Notice } from '#ui/notice.tsx';

// An address may say anything; what has no sentence of its own is said in general.
const sentences = { 'identity.third_party_unavailable': 'unavailable', 'identity.third_party_email_unproven': 'email-unproven', 'identity.account_suspended': 'suspended' } as const;

/** Why nobody came in by the third party, as the box office says in the address that it leads back to. */
export async function Refused({ code }: { code: string | string[] | undefined }) {
  const t = await getTranslations('account.sign-in.refused');
  if (typeof code !== 'string') return null;
  return <Notice kind="bad">{t(Object.hasOwn(sentences, code) ? sentences[code as keyof typeof sentences] : 'other')}</Notice>;
}
