import { OPENS_MS_MAX, within } from './card.ts';

const loading = new Map<string, Promise<void>>();

/** Loads a provider's script, once; one that did not come may be asked for again. @throws Error when it does not come */
export function loadScript(url: string): Promise<void> {
  const known = loading.get(url);
  if (known) return known;
  const script = document.createElement('script');
  const came = new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('the script did not load')));
    script.src = url;
    document.head.append(script);
  });
  const loaded = within(OPENS_MS_MAX, came).catch((error: unknown) => {
    loading.delete(url);
    script.remove();
    throw error;
  });
  loading.set(url, loaded);
  return loaded;
}
