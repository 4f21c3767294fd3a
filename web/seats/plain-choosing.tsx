import { getTranslations } from 'next-intl/server';
import { randomUUID } from 'node:crypto';
import { Button } from '#ui/button.tsx';
import { Checkbox } from '#ui/checkbox.tsx';
import { formatMoney } from '#ui/money.tsx';
import { Notice } from '#ui/notice.tsx';
import { Select } from '#ui/select.tsx';
import { path, type Locale } from '#words/locales.ts';
import type { Event } from './facts.ts';
import { plainRefusals } from './plain-hold.ts';

/** Choosing without JavaScript: how many of what, and the box office gives the best of them. One form; its key makes a second press the same hold. `asked`: the address's own, which tells what was chosen and refused before. */
export async function PlainChoosing({ locale, event, asked }: { locale: Locale; event: Event; asked: Record<string, string | string[] | undefined> }) {
  const t = await getTranslations({ locale, namespace: 'seats' });
  const refusal = plainRefusals.find((each) => each === asked['said']);
  // A select whose default is none of its options shows the first.
  const known = (name: string) => (typeof asked[name] === 'string' ? asked[name] : undefined);
  const limit = Math.min(event.sessionTicketLimit, event.buyerTicketLimit);
  return (
    <form method="post" action={path(locale, `/events/${event.id}/choose/plain/hold`)} className="grid max-w-form gap-5">
      {refusal !== undefined && <Notice kind="bad" title={t(`plain-refused.${refusal}`)} />}
      <input type="hidden" name="key" value={randomUUID()} />
      <Select
        label={t('ticket-type')}
        name="type"
        defaultValue={known('type')}
        options={event.ticketTypes.map(({ id, name, category, price }) => ({ value: id, label: `${name.includes(category) ? name : `${category} · ${name}`} — ${formatMoney(locale, price)}` }))}
      />
      <Select label={t('how-many')} name="quantity" defaultValue={known('quantity')} options={Array.from({ length: limit }, (_, at) => ({ value: String(at + 1), label: String(at + 1) }))} />
      <Checkbox name="accessible" value="yes" defaultChecked={asked['accessible'] === 'yes'} label={t('plain-wheelchair')} />
      <p className="text-quiet">{t('hold-next', { minutes: Math.floor(event.holdSeconds / 60) })}</p>
      <Button kind="main" type="submit">
        {t('hold', { count: 0 })}
      </Button>
    </form>
  );
}
