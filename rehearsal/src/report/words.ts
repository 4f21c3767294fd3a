/** Text that may stand in HTML, in an element or an attribute. */
export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** `1,234`, `12.5`, `0.04`: as many places as say something. */
export function number(value: number): string {
  const places = Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: 0, maximumFractionDigits: places });
}

/** A table of rows; cells that are numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string => (typeof value === 'number' ? `<td class="n">${number(value)}</td>` : `<td>${escape(value)}</td>`);
  return `<table><thead><tr>${head.map((name, at) => `<th${typeof rows[0]?.[at] === 'number' ? ' class="n"' : ''}>${escape(name)}</th>`).join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}</tbody></table>`;
}
