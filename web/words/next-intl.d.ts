import type { Locale } from './locales.ts';
import type words from './pt.json';

declare module 'next-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: typeof words;
  }
}
