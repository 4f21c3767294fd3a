import { actPlainly, seePlainly } from '#line/plain-visit.ts';
import { isLocale } from '#words/locales.ts';

interface Context {
  params: Promise<{ locale: string; eventId: string }>;
}

const visitor = async (request: Request, { params }: Context) => {
  const { locale, eventId } = await params;
  return { request, eventId, locale: isLocale(locale) ? locale : ('pt' as const) };
};

export async function GET(request: Request, context: Context): Promise<Response> {
  return seePlainly(await visitor(request, context));
}

export async function POST(request: Request, context: Context): Promise<Response> {
  return actPlainly(await visitor(request, context));
}
