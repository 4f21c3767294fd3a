import type { LaunchSettings } from './settings.js';

interface EventLine {
  id: string;
  title: string;
  saleState: string;
}

/** What to open and try, for the terminal, once everything runs. */
export async function summary(settings: LaunchSettings): Promise<string> {
  const url = `http://localhost:${settings.port}`;
  return describe(url, settings, await demoEvents(url));
}

export function describe(url: string, settings: Pick<LaunchSettings, 'demo' | 'home' | 'databaseUrl'>, events: EventLine[]): string {
  return [url, settings.home, ...events.map((event) => event.title)].join('\n');
}

async function demoEvents(url: string): Promise<EventLine[]> {
  try {
    const answer = await fetch(`${url}/api/v1/events`, { signal: AbortSignal.timeout(5000) });
    return ((await answer.json()) as { items?: EventLine[] }).items ?? [];
  } catch {
    return [];
  }
}
