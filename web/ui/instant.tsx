import { formatTags, type Locale } from '#words/locales.ts';

const styles = {
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  'full day': { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit' },
  both: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type InstantStyle = keyof typeof styles;

/** An instant as the clock on the event's own wall tells it. */
export function formatInstant(locale: Locale, at: string, timeZone: string, style: InstantStyle): string {
  const tag = formatTags[locale];
  // `07:30 PM` is nobody's way to write it; `09:30` is.
  const twelve = 'hour' in styles[style] && new Intl.DateTimeFormat(tag, { hour: 'numeric' }).resolvedOptions().hour12 === true;
  return new Intl.DateTimeFormat(tag, { ...styles[style], ...(twelve && { hour: 'numeric' }), timeZone }).format(new Date(at));
}

export function Instant({ locale, at, zone, as = 'both', className }: { locale: Locale; at: string; zone: string; as?: InstantStyle; className?: string }) {
  return (
    <time dateTime={at} className={className}>
      {formatInstant(locale, at, zone, as)}
    </time>
  );
}
