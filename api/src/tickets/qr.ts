import encodeQR from 'qr';

/** ISO/IEC 18004 asks for four light modules around the symbol. */
export const quietModules = 4;

/** The dark and light modules of a ticket code, rows of columns, without the quiet zone. Error correction M: 15 %. */
export type QrMatrix = boolean[][];

export function qrMatrix(text: string): QrMatrix {
  // The library knows no symbol without a border, so its border of one module is taken off again.
  const bordered = encodeQR(text, 'raw', { ecc: 'medium', encoding: 'alphanumeric', border: 1 });
  return bordered.slice(1, -1).map((row) => row.slice(1, -1));
}

/** Dark modules joined into horizontal runs: a fifth of the shapes, and no hairline between neighbours. */
export function darkRuns(matrix: QrMatrix): { x: number; y: number; length: number }[] {
  const runs: { x: number; y: number; length: number }[] = [];
  matrix.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x++;
      runs.push({ x: from, y, length: x + 1 - from });
    }
  });
  return runs;
}

/** The QR code as a picture of its own: one unit a module, white ground with its quiet zone, sharp at any size, 4 KB. */
export function qrSvg(text: string): string {
  const matrix = qrMatrix(text);
  const size = matrix.length + 2 * quietModules;
  let path = '';
  let [atX, atY] = [0, 0];
  for (const { x, y, length } of darkRuns(matrix)) {
    // Drawn as strokes one module wide, each placed relative to the end of the one before: a third of the bytes of rectangles.
    path += `m${x - atX} ${y - atY}h${length}`;
    [atX, atY] = [x + length, y];
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path stroke="#000" d="M${quietModules} ${quietModules + 0.5}${path}"/></svg>`;
}
