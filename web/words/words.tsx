import { NextIntlClientProvider, type Messages } from 'next-intl';
import { getLocale, getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';

/**
 * Gives the components below that run in a browser the words of these nouns, and only those: every word given travels with the page.
 * Pages that everybody hits at the opening do without: there a server component hands a client component its few sentences as props.
 */
export async function Words({ of, children }: { of: (keyof Messages)[]; children: ReactNode }) {
  const all = await getMessages();
  const some = Object.fromEntries(of.map((noun) => [noun, all[noun]]));
  return (
    <NextIntlClientProvider locale={await getLocale()} messages={some as Messages} timeZone="America/Sao_Paulo">
      {children}
    </NextIntlClientProvider>
  );
}
