import { getTranslations } from 'next-intl/server';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Select } from '#ui/select.tsx';
import { path, type Locale } from '#words/locales.ts';
import { cities } from './asked.ts';
import { kinds, type Filters } from './filters.ts';

/** A plain form whose answer is a page: it needs no JavaScript, can be sent to a friend, and the back button undoes it. */
export async function SearchForm({ locale, filters }: { locale: Locale; filters?: Filters }) {
  const t = await getTranslations('programme');
  const known = await cities(locale);
  const city = filters?.city ?? '';
  const choices = city === '' || known.includes(city) ? known : [city, ...known];
  const narrowed = [city, filters?.kind, filters?.from, filters?.to].some((each) => each !== undefined && each !== '');
  return (
    <form action={path(locale, '/events')} method="get" role="search" className="grid gap-4 rounded-stub bg-raised p-5 shadow-lift">
      <div className="grid items-end gap-3 sm:grid-cols-[1fr_auto]">
        <Field label={t('home.search')} name="search" type="search" maxLength={200} placeholder={t('home.searchHint')} defaultValue={filters?.search} enterKeyHint="search" autoComplete="off" />
        <Button type="submit" kind="main">{t('home.show')}</Button>
      </div>
      <details open={narrowed} className="group -mb-2">
        <summary className="inline-flex min-h-11 cursor-pointer list-none items-center gap-2 font-semibold text-link">
          {t('home.filters')}
          <span aria-hidden="true" className="transition group-open:rotate-180">▾</span>
        </summary>
        <div className="mt-2 mb-2 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <Select label={t('home.city')} name="city" defaultValue={city} options={[{ value: '', label: t('home.anyCity') }, ...choices.map((name) => ({ value: name, label: name }))]} />
          <Select label={t('home.kind')} name="kind" defaultValue={filters?.kind ?? ''} options={[{ value: '', label: t('home.anyKind') }, ...kinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))]} />
          <Field label={t('home.from')} name="from" type="date" defaultValue={filters?.from} />
          <Field label={t('home.to')} name="to" type="date" defaultValue={filters?.to} />
        </div>
      </details>
    </form>
  );
}
