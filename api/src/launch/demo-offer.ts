import type { DemoEvent } from './summary.js';

/** The demo's events as the API shows them to everybody; none when it does not answer, the summary is then shorter. */
export async function demoEvents(url: string): Promise<DemoEvent[]> {
  try {
    const { items } = await get<{ items: { id: string }[] }>(`${url}/api/v1/events`);
    return await Promise.all(items.map(({ id }) => get<DemoEvent>(`${url}/api/v1/events/${id}`)));
  } catch {
    return [];
  }
}

async function get<Answer>(url: string): Promise<Answer> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return (await answer.json()) as Answer;
}
