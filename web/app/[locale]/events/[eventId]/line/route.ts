import { lineAnswer } from '#line/made-page.ts';
import { isLocale } from '#words/locales.ts';

// Everybody hits this page at the opening: made once in half a minute, the same for all.
export const dynamic = 'force-static';
export const revalidate = 30;

/** Made when it is first asked for. */
export function generateStaticParams(): { eventId: string }[] {
  return [];
}

export async function GET(_: Request, { params }: { params: Promise<{ locale: string; eventId: string }> }): Promise<Response> {
  const { locale, eventId } = await params;
  return lineAnswer(isLocale(locale) ? locale : 'pt', eventId);
}
