/** A part of a list, and where the next part begins; the last one has no `nextCursor`. */
export interface ListPage<Item> {
  items: Item[];
  nextCursor?: string;
}

/** The page of rows that were asked for up to one more than `limit`: by that one it is known whether another page follows. */
export function paged<Row>(rows: readonly Row[], limit: number, cursorOf: (last: Row) => string): ListPage<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, nextCursor: cursorOf(last) } : { items };
}
