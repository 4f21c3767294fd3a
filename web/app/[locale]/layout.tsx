import type { Metadata, Viewport } from 'next';
import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { publicOrigin } from '#programme/addresses.ts';
import { Announcer } from '#ui/announcer.tsx';
import { Footer } from '#ui/footer.tsx';
import { Header } from '#ui/header.tsx';
import { themeScript } from '#ui/theme-script.ts';
import '#ui/ui.css';
import { WENT_WRONG } from '#ui/went-wrong.ts';
import { localeOf } from '#words/locale-of.ts';
import { isLocale, languageTags } from '#words/locales.ts';

interface LayoutProps {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}

/** Pages are made when they are first asked for and kept: there is no API to ask while building. */
export function generateStaticParams(): { locale: string }[] {
  return [];
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6efe1' },
    { media: '(prefers-color-scheme: dark)', color: '#100c18' },
  ],
};

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const t = await getTranslations({ locale, namespace: 'ui' });
  // Of pages that say nothing of themselves; what they share is found from outside, too.
  return { metadataBase: new URL(publicOrigin()), title: { default: `${t('name')} · ${t('tagline')}`, template: `%s · ${t('name')}` }, description: t('about') };
}

export default async function Layout({ children, params }: LayoutProps) {
  const locale = await localeOf(params);
  const t = await getTranslations({ locale, namespace: 'ui' });
  return (
    // The theme stands in an attribute that the browser adds before React looks.
    <html lang={languageTags[locale]} suppressHydrationWarning>
      <head>
        <script dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <Header locale={locale} />
        <main id="main" className="mx-auto max-w-page px-4 py-6">
          {children}
        </main>
        <Footer locale={locale} />
        <Announcer />
        <div hidden id={WENT_WRONG} data-title={t('went-wrong')} data-lead={t('went-wrong-lead')} data-again={t('try-again')} />
      </body>
    </html>
  );
}
