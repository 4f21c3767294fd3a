// The open seating-plan format as JSON Schema draft-07: the union of its two drafts, no property beside theirs.
// The lengths and ranges are ours: a limit on everything.

// jsonb holds neither NUL nor half of a surrogate pair.
const storable = '^[^\\u0000\\ud800-\\udfff]*$';

const text = (maxLength: number) => ({ type: 'string', maxLength, pattern: storable });
const word = (maxLength: number) => ({ ...text(maxLength), minLength: 1 });
const textOrNull = (maxLength: number) => ({ ...text(maxLength), type: ['string', 'null'] });
const coordinate = { type: 'number', minimum: -1_000_000, maximum: 1_000_000 };
const extent = { type: 'number', minimum: 0, maximum: 1_000_000 };

const closed = (required: string[], properties: Record<string, unknown>) =>
  ({ type: 'object', required, properties, additionalProperties: false });
const listOf = (definition: string, maxItems: number) =>
  ({ type: 'array', maxItems, items: { $ref: `#/definitions/${definition}` } });

const position = { $ref: '#/definitions/position' };

export const seatingPlanSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Seating plan',
  ...closed(['name', 'zones', 'categories'], {
    name: text(200),
    zones: listOf('zone', 10_000),
    categories: listOf('category', 500),
    size: closed(['width', 'height'], { width: extent, height: extent }),
  }),
  definitions: {
    position: closed(['x', 'y'], { x: coordinate, y: coordinate }),
    category: closed(['name'], { name: word(100), color: text(50) }),
    zone: closed(['position', 'rows'], {
      name: text(100),
      zone_id: text(100),
      uuid: text(100),
      displayed: { type: 'boolean' },
      position,
      rows: listOf('row', 20_000),
      areas: listOf('area', 20_000),
    }),
    row: closed(['row_number', 'seats'], {
      row_number: text(50),
      row_label: textOrNull(100),
      seat_label: textOrNull(100),
      row_number_position: { enum: ['start', 'end', 'both', null] },
      uuid: text(100),
      number_of_seats: { type: 'integer' },
      seats_spacing: { type: 'integer' },
      position,
      seats: listOf('seat', 20_000),
    }),
    seat: closed(['seat_guid', 'seat_number', 'position', 'category'], {
      seat_guid: word(200),
      seat_number: word(50),
      uuid: text(100),
      start_direction: textOrNull(10),
      radius: extent,
      position,
      category: text(100),
    }),
    area: closed([], {
      color: text(50),
      border_color: text(50),
      rotation: { type: 'number' },
      uuid: text(100),
      position,
      width: extent,
      height: extent,
      shape: { enum: ['polygon', 'rectangle', 'ellipse', 'circle', 'text'] },
      polygon: closed(['points'], { points: listOf('position', 10_000) }),
      rectangle: closed(['width', 'height'], { width: extent, height: extent }),
      ellipse: closed(['radius'], { radius: position }),
      circle: closed(['radius'], { radius: extent }),
      text: {
        // a string in the older draft, an object in the newer
        ...closed(['text', 'position'], {
          text: text(500), color: text(50), size: extent, position,
        }),
        ...text(500),
        type: ['string', 'object'],
      },
    }),
  },
};

export const accessibilitySchema = closed(['wheelchair', 'companions'], {
  wheelchair: { type: 'array', maxItems: 20_000, items: word(200) },
  companions: { type: 'array', maxItems: 40_000, items: closed(['seat', 'of'], { seat: word(200), of: word(200) }) },
});
