interface Line {
  label: string;
  name: string;
  quantity: number;
  price: { amountCents: number; currency: string };
  refunded?: number | undefined;
}

/** What is alike in a purchase is one line: two standing places are `2 ×`, two seats are two lines. */
export function together(items: readonly Line[]): Line[] {
  const lines = new Map<string, Line>();
  for (const { label, name, quantity, price, refunded } of items) {
    const key = JSON.stringify([label, name, price.amountCents]);
    const line = lines.get(key);
    const gone = (line?.refunded ?? 0) + (refunded ?? 0);
    lines.set(key, { label, name, price, quantity: (line?.quantity ?? 0) + quantity, ...(gone > 0 && { refunded: gone }) });
  }
  return [...lines.values()];
}
