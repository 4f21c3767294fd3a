// Writes the seating plans of the demo: `node demo/generate.ts`. The written files are committed; this shows how they came to be.
// Everything is laid out in centimetres-ish units, the stage at the top, and by arithmetic alone: the same files every time.

import { writeFileSync } from 'node:fs';

interface Position { x: number; y: number }
interface Seat { seat_guid: string; seat_number: string; position: Position; category: string }
interface Row { row_number: string; row_label?: string; position: Position; seats: Seat[] }

const at = (x: number, y: number): Position => ({ x: Math.round(x), y: Math.round(y) });
const letter = (index: number): string => String.fromCharCode(65 + index);
const write = (name: string, content: unknown): void =>
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(content)}\n`);

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** A straight row of seats 50 apart, its middle at x. */
function straightRow(zone: string, row: string, x: number, y: number, count: number, category: string): Row {
  return {
    row_number: row,
    position: at(x - (count - 1) * 25, y),
    seats: range(count).map((i) => seat(`${zone}-${row}-${i + 1}`, i + 1, at(i * 50, 0), category)),
  };
}

/** A round table: its chairs around the middle, numbered clockwise. */
function table(zone: string, label: string, x: number, y: number, chairs: number, category: string): Row {
  return {
    row_number: label, row_label: `Mesa ${label}`, position: at(x, y),
    seats: range(chairs).map((i) => {
      const angle = 2 * Math.PI * i / chairs;
      return seat(`${zone}-${label}-${i + 1}`, i + 1, at(60 * Math.cos(angle), 60 * Math.sin(angle)), category);
    }),
  };
}

const seat = (seat_guid: string, number: number, position: Position, category: string): Seat =>
  ({ seat_guid, seat_number: String(number), position, category });

// --- The casino's theatre: 288 chairs at tables, 560 in the stalls, 96 in boxes, 256 in the balcony: 1,200.

function casino(): void {
  const middle = 1000;
  const tables = range(48).map((i) => table('mesas', String(i + 1), 125 + 250 * (i % 8), 400 + 220 * Math.floor(i / 8), 6, 'Mesa'));
  const stallsLengths = [24, 26, 30, 32];
  const stalls = range(20).map((i) => straightRow('plateia', letter(i), middle, 1800 + 90 * i, stallsLengths[Math.floor(i / 5)]!, 'Plateia'));
  const boxes = range(12).map((i): Row => {
    const [side, place] = [i % 2, Math.floor(i / 2)];
    return {
      row_number: String(i + 1), row_label: `Camarote ${i + 1}`, position: at(side === 0 ? -200 : 2100, 1850 + 300 * place),
      seats: range(8).map((n) => seat(`camarote-${i + 1}-${n + 1}`, n + 1, at(50 * (n % 2), 50 * Math.floor(n / 2)), 'Camarote')),
    };
  });
  const balcony = range(8).map((i) => straightRow('balcao', letter(i), middle, 3900 + 100 * i, 32, 'Balcão'));
  const stage = {
    shape: 'rectangle', position: at(400, 0), rectangle: { width: 1200, height: 220 }, color: '#3b2f2f', border_color: '#1d1717', rotation: 0,
    text: { text: 'Palco', position: at(600, 120), color: '#ffffff', size: 48 },
  };
  const tableTops = tables.map(({ position }) => ({ shape: 'circle', position, circle: { radius: 34 }, color: '#e9dfc7', border_color: '#b5a37a' }));
  const zone = (name: string, rows: Row[], areas: unknown[] = []) => ({ name, position: at(300, 100), rows, areas });
  write('casino.json', {
    name: 'Casino da Serra · Teatro',
    categories: [
      { name: 'Mesa', color: '#8b1e3f' }, { name: 'Plateia', color: '#2f6690' },
      { name: 'Camarote', color: '#b5651d' }, { name: 'Balcão', color: '#3a7d44' },
    ],
    zones: [zone('Mesas', tables, [stage, ...tableTops]), zone('Plateia', stalls), zone('Camarotes', boxes), zone('Balcão', balcony)],
    size: { width: 2700, height: 5000 },
  });
  // Step-free: both ends of the stalls' last row, and the first chair of the tables by the side doors.
  const last = letter(19);
  const stallsPairs = [[1, 2], [3, 4], [5, 6], [32, 31], [30, 29], [28, 27]].map((pair) => pair.map((n) => `plateia-${last}-${n}`));
  const tablePairs = ['41', '42', '47', '48'].map((label) => [`mesas-${label}-1`, `mesas-${label}-2`]);
  const pairs = [...stallsPairs, ...tablePairs];
  write('casino.accessibility.json', {
    wheelchair: pairs.map(([place]) => place),
    companions: pairs.map(([of, beside]) => ({ seat: beside, of })),
  });
}

// --- The stadium: two tiers of sectors around the pitch, none behind the stage; rows are arcs, longer the further out.

interface Tier { name: string; category: string; side: string; first: number; sectors: number; rows: number; firstRadius: number; firstCount: number; growth: number }

const tiers: Tier[] = [
  { name: 'Inferior', category: 'Arquibancada inferior', side: 'Inferior lateral', first: 101, sectors: 30, rows: 26, firstRadius: 3400, firstCount: 23, growth: 0.4 },
  { name: 'Superior', category: 'Arquibancada superior', side: 'Superior lateral', first: 301, sectors: 30, rows: 32, firstRadius: 5200, firstCount: 36, growth: 0.26 },
];

function stadium(): void {
  const centre = at(8500, 7500);
  // 300° of the ring; the missing 60° are behind the stage, at the top.
  const open = 5 * Math.PI / 3;
  const zones = tiers.flatMap((tier) => range(tier.sectors).map((s) => {
    const number = tier.first + s;
    const width = open / tier.sectors;
    const from = -Math.PI / 2 + Math.PI / 6 + s * width;
    const category = s < 8 || s >= tier.sectors - 8 ? tier.side : tier.category;
    return {
      name: `${tier.name} ${number}`, zone_id: String(number), position: centre,
      rows: range(tier.rows).map((r): Row => {
        const count = Math.round(tier.firstCount + tier.growth * r);
        const radius = tier.firstRadius + 60 * r;
        return {
          row_number: String(r + 1), position: at(0, 0),
          seats: range(count).map((i) => {
            const angle = from + width * (0.06 + 0.88 * (i + 0.5) / count);
            // A stadium is longer than wide: the ring is stretched along the pitch.
            return seat(`${number}-${r + 1}-${i + 1}`, i + 1, at(radius * Math.cos(angle), 1.15 * radius * Math.sin(angle)), category);
          }),
        };
      }),
    };
  }));
  const areas = [
    { shape: 'rectangle', position: at(-1400, -3300), rectangle: { width: 2800, height: 900 }, color: '#3b2f2f', border_color: '#1d1717', rotation: 0, text: { text: 'Palco', position: at(1400, 500), color: '#ffffff', size: 200 } },
    { shape: 'rectangle', position: at(-2000, -2300), rectangle: { width: 4000, height: 4900 }, color: '#cfe3c0', border_color: '#6f9a55', rotation: 0, text: { text: 'Pista', position: at(2000, 2450), color: '#2d4a1e', size: 240 } },
  ];
  write('stadium.json', {
    name: 'Estádio do Vale',
    categories: [
      { name: 'Arquibancada inferior', color: '#2f6690' }, { name: 'Inferior lateral', color: '#5b8db8' },
      { name: 'Arquibancada superior', color: '#3a7d44' }, { name: 'Superior lateral', color: '#74a57f' },
    ],
    zones: zones.map((zone, i) => i === 0 ? { ...zone, areas } : zone),
    size: { width: 17000, height: 17000 },
  });
  const seats = zones.reduce((sum, zone) => sum + zone.rows.reduce((all, row) => all + row.seats.length, 0), 0);
  // Two wheelchair places with a companion's seat beside each, on the landing above every lower sector.
  const pairs = range(tiers[0]!.sectors).flatMap((s) => {
    const row = `${tiers[0]!.first + s}-${tiers[0]!.rows}`;
    return [[`${row}-1`, `${row}-2`], [`${row}-4`, `${row}-3`]];
  });
  write('stadium.accessibility.json', {
    wheelchair: pairs.map(([place]) => place),
    companions: pairs.map(([of, beside]) => ({ seat: beside, of })),
  });
  console.log(`stadium: ${seats} seats`);
}

casino();
stadium();
