/** An artist has no id, only a name. */
export const artistPath = (name: string): string => `/artists/${encodeURIComponent(name)}`;

/** The name in such a path; undefined when it is no text. */
export function artistOf(segment: string): string | undefined {
  try {
    const name = decodeURIComponent(segment).trim();
    return name !== '' && name.length <= 200 && !/[\p{Cc}\p{Cs}]/u.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}
