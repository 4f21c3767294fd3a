import { holdPlainly } from '#seats/plain-hold.ts';
import { localeOf } from '#words/locale-of.ts';

export async function POST(request: Request, { params }: { params: Promise<{ locale: string; eventId: string }> }): Promise<Response> {
  return holdPlainly({ locale: await localeOf(params), eventId: (await params).eventId, request });
}
