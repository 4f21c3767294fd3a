import type { Metadata } from 'next';
import { getTranslations, setRequestLocale } from 'next-intl/server';
import { notFound, redirect } from 'next/navigation';
import { Checkout } from '#checkout/checkout.tsx';
import { Gone } from '#checkout/gone.tsx';
import { offerOf } from '#checkout/offer-of.ts';
import { Over } from '#checkout/over.tsx';
import { signInFirst } from '#account/private-page.ts';
import { NeedsScript } from '#ui/needs-script.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { isLocale, path } from '#words/locales.ts';
import { Words } from '#words/words.tsx';

export const dynamic = 'force-dynamic';

interface PageProps {
  params: Promise<{ locale: string; holdId: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('checkout'))('title') };
}

export default async function CheckoutPage({ params }: PageProps) {
  const { locale, holdId } = await params;
  if (!isLocale(locale)) notFound();
  setRequestLocale(locale);
  const found = await offerOf(locale, holdId);
  if (found.kind === 'nobody') redirect(signInFirst(locale, `/checkout/${holdId}`));
  if (found.kind === 'gone') return <Gone locale={locale} />;
  // What is paid is no till any more: the back button, a reload and a second tab find the order.
  if (found.kind === 'settled') redirect(path(locale, `/orders/${found.orderId}`));
  const t = await getTranslations('checkout');
  return (
    <div className="mx-auto grid max-w-form gap-6">
      <PageTitle>{t('title')}</PageTitle>
      <NeedsScript locale={locale} />
      <Words of={['checkout', 'failure']}>
        {found.kind === 'over' ? <Over eventId={found.eventId} why={found.why} /> : <Checkout offer={found.offer} />}
      </Words>
    </div>
  );
}
