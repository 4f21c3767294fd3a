import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCsvPlan } from './seating-plan-csv.js';
import { readJsonPlan } from './seating-plan-json.js';
import type { PlanMistake, Reading, ReadPlan } from './seating-plan.js';
import { capacityOf, layOut, type Seating } from './seating.js';

const json = (path: string): any => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

function read(reading: Reading<ReadPlan>): ReadPlan {
  if (!reading.ok) throw new Error(JSON.stringify(reading.mistakes));
  return reading.value;
}

function mistakesOf(reading: Reading<ReadPlan>): PlanMistake[] {
  return reading.ok ? [] : reading.mistakes;
}

const laidOut = (reading: Reading<ReadPlan>, standing: { name: string; capacity: number }[] = []): Seating => {
  const { plan, accessibility } = read(reading);
  return layOut(plan, accessibility, standing);
};

describe('a plan from another house\'s editor', () => {
  test('is read with fractional positions, labels, shapes and unknown-to-us ids', () => {
    const seating = laidOut(readJsonPlan(json('./fixtures/newer-draft.json')));
    expect(seating.sections.map(({ name, capacity, rank }) => ({ name, capacity, rank }))).toEqual([
      { name: 'Ground floor', capacity: 30, rank: 0 }, { name: 'Rang', capacity: 16, rank: 1 },
    ]);
    // zone 80/100.5 + row 0/60 + seat 0/12.15, rounded
    expect(seating.sections[0]!.seats[0]).toEqual({
      guid: 'ground-floor-1-1', row: '1', number: '1', label: 'Ground floor · Reihe 1 · Platz 1', x: 80, y: 173, wheelchair: false,
    });
  });

  test('in the older draft is read too, and its rows come nearest the stage first', () => {
    const seating = laidOut(readJsonPlan(json('./fixtures/older-draft.json')));
    expect(seating.sections[0]!.seats.map(({ guid }) => guid)).toEqual(['0-0', '0-1', '0-2', '1-0', '1-1', '1-2']);
  });
});

describe('a broken plan', () => {
  test('is refused with every mistake by its path, those of the shape and those of the sense together', () => {
    const plan = json('./fixtures/newer-draft.json');
    const seats = plan.zones[0].rows[0].seats;
    delete plan.zones[1].position;
    seats[1].seat_guid = seats[0].seat_guid;
    seats[2].seat_number = '1';
    seats[3].category = 'Loge';
    seats[4].colour = 'red';
    seats[5].position.x = '12';
    plan.categories.push({ name: 'Rang' });
    expect(mistakesOf(readJsonPlan(plan)).map(({ path, rule }) => `${path} ${rule}`).toSorted()).toEqual([
      '/categories/2/name duplicate_category',
      '/zones/0/rows/0/seats/1/seat_guid duplicate_guid',
      '/zones/0/rows/0/seats/2/seat_number duplicate_seat',
      '/zones/0/rows/0/seats/3/category unknown_category',
      '/zones/0/rows/0/seats/4/colour unknown_property',
      '/zones/0/rows/0/seats/5/position/x wrong_type',
      '/zones/1/position missing',
    ]);
  });

  test.each([null, 7, 'plan', [], {}, { zones: [null, 3] }, { zones: { rows: [] } }, { zones: [{ rows: [{ seats: [[], null] }] }] }])(
    'of another shape altogether is refused without a crash: %j', (plan) => {
      expect(mistakesOf(readJsonPlan(plan)).length).toBeGreaterThan(0);
    });

  test('without a seat is refused', () => {
    expect(mistakesOf(readJsonPlan({ name: 'x', zones: [], categories: [] }))).toMatchObject([{ path: '', rule: 'no_seats' }]);
  });

  test('is refused when its sheet names seats that are not there', () => {
    const sheet = { wheelchair: ['0-0-0', 'nowhere', '0-0-0'], companions: [{ seat: '0-0-0', of: '0-0-0' }, { seat: '0-0-1', of: '0-0-2' }] };
    expect(mistakesOf(readJsonPlan(json('./fixtures/newer-draft.json'), sheet)).map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      '/accessibility/wheelchair/1 unknown_seat',
      '/accessibility/wheelchair/2 duplicate_guid',
      '/accessibility/companions/0/seat duplicate_companion',
      '/accessibility/companions/1/of not_a_wheelchair_place',
    ]);
  });

  test('with one seat over the limit is refused', () => {
    const seats = Array.from({ length: 20_000 }, (_, i) => ({ seat_guid: '', seat_number: String(i), position: { x: i, y: 0 }, category: 'a' }));
    const rows = Array.from({ length: 10 }, (_, r) => ({ row_number: String(r), seats: seats.map((seat, i) => ({ ...seat, seat_guid: `${r}-${i}` })) }));
    rows.push({ row_number: 'last', seats: [{ ...seats[0]!, seat_guid: 'last' }] });
    const plan = { name: 'x', categories: [{ name: 'a' }], zones: [{ position: { x: 0, y: 0 }, rows }] };
    expect(mistakesOf(readJsonPlan(plan))).toMatchObject([{ rule: 'too_many_seats' }]);
  });
});

describe('a plan as CSV', () => {
  const header = 'section,row,seat,x,y,category';

  test('becomes the same seating as its JSON', () => {
    const csv = ['section,row,seat,x,y,category,guid', 'Main Area,0,2,76,20,Stalls,0-2', 'Main Area,1,0,10,60,Stalls,1-0', 'Main Area,0,0,10,20,Stalls,0-0',
      'Main Area,0,1,43,20,Stalls,0-1', 'Main Area,1,1,43,60,Stalls,1-1', 'Main Area,1,2,76,60,Stalls,1-2'].join('\n');
    expect(laidOut(readCsvPlan(csv, 'Sala'))).toEqual(laidOut(readJsonPlan(json('./fixtures/older-draft.json'))));
  });

  test('may come from a spreadsheet: byte order mark, semicolons, CRLF, quotes, extra columns in any order', () => {
    const csv = '\uFEFFrow;section;seat;category;x;y;wheelchair;companion_of\r\nA;"Plateia ""B""";1;Setor;0;0;yes;\r\nA;"Plateia ""B""";2;Setor;50;0;;1\r\n\r\n';
    const [section] = laidOut(readCsvPlan(csv, 'Sala')).sections;
    expect(section!.seats).toMatchObject([
      { guid: 'Plateia "B"-A-1', wheelchair: true }, { guid: 'Plateia "B"-A-2', wheelchair: false, companionOf: 'Plateia "B"-A-1' },
    ]);
  });

  test('neighbours are found by where they sit, odd numbers left and even ones right', () => {
    const csv = [header, ...['1,-50', '2,50', '3,-100', '4,100', '5,-150'].map((line) => `P,A,${line},0,P`)].join('\n');
    expect(laidOut(readCsvPlan(csv, 'Sala')).sections[0]!.seats.map(({ number }) => number)).toEqual(['5', '3', '1', '2', '4']);
  });

  test('that is broken is refused with every mistake by its line', () => {
    const csv = [header, 'P,A,1,0,0,P', 'P,A,1,50,0,P', 'P,A,,50,left,P', 'P,A,3,100', 'P,A,4,1e3,0,'].join('\n');
    expect(mistakesOf(readCsvPlan(csv, 'x')).map(({ line, rule }) => `${line} ${rule}`)).toEqual([
      '3 duplicate_guid', '3 duplicate_seat', '4 missing', '4 wrong_type', '5 malformed', '6 missing', '6 wrong_type',
    ]);
  });

  test('without its columns, with unknown ones, or unreadable is refused by line', () => {
    expect(mistakesOf(readCsvPlan('section,row,seat,x,y,y,colour\n', 'x')).map(({ line, rule }) => `${line} ${rule}`)).toEqual([
      '1 missing', '1 unknown_property', '1 unknown_property',
    ]);
    expect(mistakesOf(readCsvPlan(`${header}\nP,A,1,0,0,"P\n`, 'x'))).toMatchObject([{ line: 2, rule: 'malformed' }]);
    expect(mistakesOf(readCsvPlan('', 'x')).length).toBeGreaterThan(0);
  });

  test('a companion of a place that is none is named', () => {
    const csv = `${header},wheelchair,companion_of\nP,A,1,0,0,P,no,\nP,A,2,50,0,P,,1\nP,A,3,100,0,P,maybe,`;
    expect(mistakesOf(readCsvPlan(csv, 'x')).map(({ line, rule }) => `${line} ${rule}`)).toEqual(['3 not_a_wheelchair_place', '4 wrong_value']);
  });
});

describe('the demo', () => {
  test('the casino has 1,200 seats at tables, in rows, boxes and a balcony, ten of them wheelchair places', () => {
    const seating = laidOut(readJsonPlan(json('../../../demo/casino.json'), json('../../../demo/casino.accessibility.json')));
    expect(capacityOf(seating)).toBe(1_200);
    expect(seating.sections.map(({ name }) => name)).toEqual(['Mesas', 'Plateia', 'Camarotes', 'Balcão']);
    const seats = seating.sections.flatMap((section) => section.seats);
    expect(seats.filter((seat) => seat.wheelchair)).toHaveLength(10);
    expect(seats.filter((seat) => seat.companionOf)).toHaveLength(10);
  });

  test('the stadium has 60 sectors and its pitch is ranked by where the plan draws it', () => {
    const seating = laidOut(readJsonPlan(json('../../../demo/stadium.json'), json('../../../demo/stadium.accessibility.json')), [{ name: 'Pista', capacity: 18_000 }]);
    expect(seating.sections).toHaveLength(61);
    const pitch = seating.sections.findIndex(({ kind }) => kind === 'standing');
    expect(seating.sections[pitch]).toMatchObject({ key: 'standing/Pista', capacity: 18_000, rank: pitch });
    expect(pitch).toBeLessThan(10);
    expect(capacityOf(seating)).toBe(60_300 + 18_000);
    expect(new Set(seating.sections.map(({ key }) => key)).size).toBe(61);
  });
});

test('standing places alone need no plan', () => {
  expect(layOut(null, { wheelchair: [], companions: [] }, [{ name: 'Gramado', capacity: 100_000 }])).toEqual({
    sections: [{ key: 'standing/Gramado', name: 'Gramado', zone: 'Gramado', category: 'Gramado', kind: 'standing', capacity: 100_000, rank: 0, seats: [] }],
  });
});
