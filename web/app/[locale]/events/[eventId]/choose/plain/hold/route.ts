import { holdAgain, holdPlainly } from '#seats/plain-hold.ts';
import { localeOf } from '#words/locale-of.ts';

interface Context {
  params: Promise<{ locale: string; eventId: string }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return holdAgain({ locale: await localeOf(params), eventId: (await params).eventId, request });
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return holdPlainly({ locale: await localeOf(params), eventId: (await params).eventId, request });
}
