/** One JSON document of everything, written piece by piece. */
import type { PersonalSection } from '#platform';

/**
 * `{ "exportedAt": …, "<section>": [ … ], … }`. Begun and not ended it is no JSON: what was cut off on the way is told from what is whole.
 * `rest` is waited for before each page, so that a sale goes first.
 */
export async function* exportOf(userId: string, exportedAt: Date, sections: readonly PersonalSection[], rest: () => Promise<void>): AsyncGenerator<string> {
  yield `{\n"exportedAt": ${JSON.stringify(exportedAt)}`;
  for (const { name, rows } of sections) {
    yield `,\n${JSON.stringify(name)}: [`;
    let between = '\n';
    for await (const page of rows(userId)) {
      for (const row of page) {
        yield `${between}${JSON.stringify(row)}`;
        between = ',\n';
      }
      await rest();
    }
    yield ']';
  }
  yield '\n}\n';
}
