/** A page of one of Stripe's lists. */
interface Page<Item> {
  data: Item[];
  has_more: boolean;
}

/** The most that Stripe gives at once. */
export const PAGE = 100;
/** An idle hour is one question, a busy second several: the slice of time asked for grows and shrinks with what is in it. */
const SLICE_SECONDS = 60;
/** A slice that is too full is cut so much smaller; by halves it would take six questions to come from a minute to a second. */
const CUT = 8;

/**
 * What was created from an instant on, oldest first. Stripe lists the newest first; so time is cut into slices, the oldest comes
 * first, and a slice that has more than a page is cut again, down to a second, which is held in memory as a whole.
 */
export async function* oldestFirst<Item extends { id: string }>(createdFrom: Date, page: (query: Record<string, string>) => Promise<Page<Item>>): AsyncIterable<Item[]> {
  let from = Math.floor(createdFrom.getTime() / 1_000);
  let seconds = SLICE_SECONDS;
  for (;;) {
    const last = from + seconds > Date.now() / 1_000;
    const span = { 'created[gte]': String(from), ...(!last && { 'created[lt]': String(from + seconds) }) };
    const pages = [await page(span)];
    if (pages[0]?.has_more && seconds > 1) {
      seconds = Math.max(1, Math.floor(seconds / CUT));
      continue;
    }
    for (let each = pages[0]; each?.has_more; each = pages.at(-1)) pages.push(await page({ ...span, starting_after: each.data.at(-1)?.id ?? '' }));
    for (const { data } of pages.reverse()) if (data.length > 0) yield data.reverse();
    if (last) return;
    from += seconds;
    seconds *= 2;
  }
}
