/** An element of the page by its `data-part`. @throws Error when the page has no such part, which page.spec.ts rules out */
export function part<Kind extends HTMLElement = HTMLElement>(name: string): Kind {
  const element = document.querySelector<Kind>(`[data-part="${name}"]`);
  if (!element) throw new Error(`the page has no ${name}`);
  return element;
}

/** Written only when it changes, so that nothing is laid out or read aloud anew for nothing. */
export function write(name: string, text: string): void {
  const element = part(name);
  if (element.textContent !== text) element.textContent = text;
}

export function show(name: string, shown: boolean): void {
  const element = part(name);
  if (element.hidden === shown) element.hidden = !shown;
}
