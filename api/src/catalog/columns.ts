// Fields of the API are columns of the same name in snake case; lists of objects are jsonb.

const jsonFields = new Set(['pictures', 'standing', 'plan', 'accessibility']);

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export function toColumns(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => name === 'price'
      ? ['price_cents', (value as { amountCents: number }).amountCents]
      : [snake(name), jsonFields.has(name) ? JSON.stringify(value) : value]));
}
