import { getTranslations } from 'next-intl/server';
import { EmptyState } from '#ui/empty-state.tsx';
import { preloadDisplayFace } from '#ui/faces.ts';
import { LinkButton } from '#ui/link.tsx';
import { PageTitle } from '#ui/page-title.tsx';
import { path, type Locale } from '#words/locales.ts';
import { EventList } from './event-stub.tsx';
import { asksForAnything, toSearch, type Filters } from './filters.ts';
import { SearchForm } from './search-form.tsx';
import type { EventListed } from './shown.ts';

interface HomeProps {
  locale: Locale;
  page: { items: EventListed[]; nextCursor?: string };
  /** What was asked for; the home itself asks for nothing. */
  filters?: Filters;
}

/** What is on, or what was found of it. */
export async function Home({ locale, page: { items, nextCursor }, filters }: HomeProps) {
  const t = await getTranslations('programme.home');
  preloadDisplayFace();
  const asked = filters !== undefined && asksForAnything(filters);
  const here = path(locale, '/events');
  return (
    <div className="grid gap-8">
      <PageTitle lead={asked ? undefined : t('lead')}>{asked ? t('found') : t('title')}</PageTitle>
      <SearchForm locale={locale} {...(filters && { filters })} />
      {items.length === 0 ? <Nothing locale={locale} asked={asked || filters?.after !== ''} /> : <EventList locale={locale} events={items} opens={filters === undefined} />}
      {(nextCursor !== undefined || (filters !== undefined && filters.after !== '')) && (
        <nav aria-label={t('pages')} className="flex flex-wrap justify-center gap-3">
          {filters !== undefined && filters.after !== '' && <LinkButton kind="quiet" href={here + toSearch({ ...filters, after: '' })}>{t('again')}</LinkButton>}
          {nextCursor !== undefined && <LinkButton href={here + toSearch({ ...filters, after: nextCursor })}>{t('more')}</LinkButton>}
        </nav>
      )}
      {asked && items.length > 0 && <LinkButton kind="quiet" href={path(locale, '/')} className="justify-self-center">{t('all')}</LinkButton>}
    </div>
  );
}

async function Nothing({ locale, asked }: { locale: Locale; asked: boolean }) {
  const t = await getTranslations('programme.home');
  if (!asked) return <EmptyState title={t('quiet')}>{t('quietHint')}</EmptyState>;
  return <EmptyState title={t('nothing')} action={<LinkButton href={path(locale, '/')}>{t('all')}</LinkButton>}>{t('nothingHint')}</EmptyState>;
}
