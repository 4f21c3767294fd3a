import encodeQR from 'qr';

// ISO/IEC 18004 asks for four light modules around the symbol.
const QUIET_MODULES = 4;

/** A PIX code as a QR code: one unit a module, dark on white whatever the page's colours, sharp at any size. */
export function pixPicture(brCode: string): string {
  const rows = encodeQR(brCode, 'raw', { ecc: 'medium', border: QUIET_MODULES });
  const dark = rows.flatMap((row, y) => runsOf(row).map(({ x, length }) => `M${x} ${y + 0.5}h${length}`)).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${rows.length} ${rows.length}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${rows.length}v${rows.length}H0z"/><path stroke="#000" d="${dark}"/></svg>`;
}

/** Dark modules side by side are drawn as one, so that no hairline shows between them. */
function runsOf(row: boolean[]): { x: number; length: number }[] {
  const starts = row.flatMap((dark, x) => (dark && !row[x - 1] ? [x] : []));
  return starts.map((x) => {
    const end = row.indexOf(false, x);
    return { x, length: (end < 0 ? row.length : end) - x };
  });
}
