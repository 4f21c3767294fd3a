import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As much of JSON Schema as the API document uses. */
interface Schema {
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** A call of the API document. */
export interface Operation {
  method: string;
  path: string;
  operationId: string;
  parameters: { in: string; name: string; required?: boolean; schema: Schema }[];
  body: Schema | undefined;
  /** Whether nobody need be signed in. */
  open: boolean;
  /** Whether the document names roles for it. */
  forRoles: boolean;
}

/** What is sent. `body` is what stands on the wire. */
export interface BadRequest {
  path: string;
  headers: Record<string, string>;
  body?: string;
  flaw: string;
}

/** Ids that exist, by the name of the parameter or property that refers to one, and words that mean something there. */
export type KnownIds = Record<string, (string | number)[]>;

export function documentedOperations(): Operation[] {
  const document = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'openapi.json'), 'utf8')) as { paths: Record<string, Record<string, Record<string, never>>> };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const { operationId, parameters = [], requestBody, security, responses } = operation as unknown as {
        operationId: string; parameters?: Operation['parameters']; requestBody?: { content: Record<string, { schema: Schema }> }; security: object[]; responses: object;
      };
      const open = security.length === 0 || Object.keys(security[0]!).length === 0;
      return { method: method.toUpperCase(), path, operationId, parameters, body: requestBody?.content['application/json']?.schema, open, forRoles: '403' in responses };
    }),
  );
}

const uuid = fc.uuid({ version: 7 });
const oneOf = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
// Text that programs stumble over: right-to-left, zero width, combining, beyond the basic plane, quotes of SQL, HTML, templates and paths.
const strange = oneOf('\u202Eevil', 'a\u200Bb', 'Z\u0351\u036B', '🎟️🎟️', "'; drop table orders.order; --", '<script>alert(1)</script>', '${7*7}{{7*7}}', '../../etc/passwd', '\\', '%', '\u0130\u0131', '\uFEFF', 'null', '-0', 'NaN', '1e309');

// Any text without control characters, lines and tabs aside. Drawn from here: to compile either takes every character of Unicode, ten seconds each time.
const plain = ['^\\P{Cc}*$', '^(?:\\P{Cc}|[\\n\\t])*$'];

/** A value that the schema admits. */
export function fitting(schema: Schema, ids: KnownIds, name = ''): fc.Arbitrary<unknown> {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return fc.oneof(...alternatives.map((each) => fitting(each, ids, name)));
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const types = [schema.type ?? []].flat();
  if (types.length > 1) return fc.oneof(...types.map((type) => fitting({ ...schema, type }, ids, name)));
  const known = (ids[name] ?? []).filter((each) => (types[0] === 'string' ? typeof each === 'string' : types[0] === 'integer' && typeof each === 'number'));
  return known.length > 0 ? fc.oneof(fc.constantFrom(...known), fittingType(types[0], schema, ids, name)) : fittingType(types[0], schema, ids, name);
}

function fittingType(type: string | undefined, schema: Schema, ids: KnownIds, name: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object': return fittingObject(schema, ids);
    case 'array': return fc.array(fitting(schema.items ?? {}, ids, name.replace(/s$/, 'Id')), { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 3) });
    case 'integer': case 'number': return fittingNumber(schema);
    case 'boolean': return fc.boolean();
    case 'null': return fc.constant(null);
    case 'string': return fittingText(schema);
    default: return fc.jsonValue({ maxDepth: 2 });
  }
}

function fittingObject({ properties = {}, required = [] }: Schema, ids: KnownIds): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([key, each]) => [key, fitting(each, ids, key)] as const);
  const needed = fc.record(Object.fromEntries(fields.filter(([key]) => required.includes(key))));
  return fc.oneof(needed, fc.record(Object.fromEntries(fields), { requiredKeys: required }));
}

function fittingNumber({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }: Schema): fc.Arbitrary<number> {
  // Bounds, and where columns of PostgreSQL end.
  const edges = [minimum, maximum, 2 ** 15, 2 ** 31, 2 ** 31 - 1, 2 ** 32, 1e12].filter((edge) => edge >= minimum && edge <= maximum);
  return fc.oneof(fc.constantFrom(...edges), fc.integer({ min: Math.max(minimum, Math.min(-5, maximum)), max: Math.min(maximum, Math.max(minimum, 1_000)) }));
}

function fittingText(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return uuid;
  if (schema.format === 'date-time') return fc.date({ min: new Date('1990-01-01'), max: new Date('2300-01-01'), noInvalidDate: true }).map((date) => date.toISOString());
  if (schema.format === 'base64') return fc.base64String({ maxLength: 200 });
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u');
  if (pattern !== undefined && !plain.includes(schema.pattern!)) return fc.stringMatching(pattern);
  const [min, max] = [schema.minLength ?? 0, schema.maxLength ?? 50];
  const fits = (text: string): boolean => text.length >= min && text.length <= max && (pattern?.test(text) ?? !text.includes('\0'));
  const lengths = { minLength: min, maxLength: Math.min(max, 40) };
  return fc.oneof(strange, oneOf('a line\nand another', '\tin'), fc.string({ unit: 'grapheme', ...lengths }), fc.string({ unit: 'binary', ...lengths }), fc.constant('x'.repeat(Math.min(max, 30_000)))).filter(fits);
}

type Flawed = fc.Arbitrary<{ value: unknown; flaw: string }>;
const flawed = (flaw: string, values: fc.Arbitrary<unknown>): Flawed => values.map((value) => ({ value, flaw }));

/** A value that the schema does not admit, with what is wrong in it; none where it admits everything. */
export function unfitting(schema: Schema, ids: KnownIds, name = ''): Flawed[] {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives) return [...wrongTypes(alternatives.flatMap(({ type }) => type ?? [])), ...alternatives.flatMap((each) => unfitting(each, ids, name).slice(-6))];
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return [];
  return [...wrongTypes(types), ...wrongInside(schema, types, ids, name)];
}

const samples: Record<string, fc.Arbitrary<unknown>> = {
  string: oneOf('', 'x', '0', 'true', '[]'), integer: oneOf(-1, 0, 7, 2 ** 53, -(2 ** 63)), number: oneOf(0.5, -1e-9, 1e308), boolean: fc.boolean(), null: fc.constant(null),
  array: oneOf([], [[]], [null], [1, 'x']), object: oneOf({}, { a: 1 }, { $ne: null }, { length: 1e9 }),
};

function wrongTypes(types: string[]): Flawed[] {
  const taken = new Set([...types, ...(types.includes('number') ? ['integer'] : []), ...(types.includes('integer') && types.includes('number') ? ['number'] : [])]);
  return Object.entries(samples).filter(([type]) => !taken.has(type)).map(([type, values]) => flawed(`a ${type} instead of ${types.join(' or ')}`, values));
}

function wrongInside(schema: Schema, types: string[], ids: KnownIds, name: string): Flawed[] {
  const { maximum, minimum, maxLength, minLength, maxItems, minItems, items } = schema;
  const flaws: Flawed[] = [];
  if (schema.enum) flaws.push(flawed('a word that is not on the list', oneOf('', 'nothing', 'CARD', ' card')));
  if (types.includes('object')) return [...flaws, ...wrongObject(schema, ids)];
  if (types.includes('array')) {
    if (maxItems !== undefined) flaws.push(flawed('ten thousand', fitting(items ?? {}, ids, name).map((each) => Array.from({ length: Math.max(10_000, maxItems + 1) }, () => (typeof each === 'string' ? each.slice(0, 4) : 1)))));
    if (minItems) flaws.push(flawed('an empty list', fc.constant([])));
    flaws.push(...unfitting(items ?? {}, ids, name).map((each) => each.map(({ value, flaw }) => ({ value: [value], flaw: `in a list, ${flaw}` }))));
  }
  if (types.includes('integer') || types.includes('number')) {
    if (maximum !== undefined) flaws.push(flawed('more than the most', oneOf(maximum + 1, maximum * 10 + 1, Number.MAX_VALUE)));
    if (minimum !== undefined) flaws.push(flawed('less than the least', oneOf(minimum - 1, -Number.MAX_VALUE, Math.min(-1, minimum - 1))));
    if (types.includes('integer')) flaws.push(flawed('a fraction', oneOf(0.5, 99.99, -0.01, 1e-9)));
  }
  if (types.includes('string') && !schema.enum) {
    flaws.push(flawed('a text that cannot be stored', oneOf('a\0b', '\0', '\uD800', 'x\uDC00y')));
    if (maxLength !== undefined && maxLength < 40_000) flaws.push(flawed('a text that is too long', oneOf('x'.repeat(maxLength + 1), '🎟'.repeat(maxLength + 1))));
    if (minLength) flaws.push(flawed('an empty text', fc.constant('')));
    if (schema.format !== undefined && schema.format !== 'base64') flaws.push(flawed(`no ${schema.format}`, fc.oneof(strange, oneOf('', '0', '2026-13-45T99:99:99Z', '019aa000-0000-7000-8000-00000000010', "019aa000-0000-7000-8000-000000000101'"))));
  }
  return flaws;
}

function wrongObject({ properties = {}, required = [], additionalProperties }: Schema, ids: KnownIds): Flawed[] {
  const whole = fittingObject({ properties, required }, ids) as fc.Arbitrary<Record<string, unknown>>;
  const flaws = required.filter((key) => Object.keys(properties[key] ?? {}).length > 0).map((key) =>
    whole.map((value) => ({ value: Object.fromEntries(Object.entries(value).filter(([each]) => each !== key)), flaw: `without ${key}` })));
  if (additionalProperties === false) {
    flaws.push(fc.tuple(whole, oneOf('admin', 'id', 'price', 'userId', 'x'.repeat(300), '\u0000'), fc.jsonValue({ maxDepth: 1 })).filter(([, key]) => !(key in properties)).map(([value, key, extra]) => ({ value: { ...value, [key]: extra }, flaw: `with an unknown ${key.slice(0, 10)}` })));
  }
  for (const [key, each] of Object.entries(properties)) {
    const wrong = unfitting(each, ids, key);
    if (wrong.length > 0) flaws.push(fc.tuple(whole, fc.oneof(...wrong)).map(([value, { value: part, flaw }]) => ({ value: { ...value, [key]: part }, flaw: `${key}: ${flaw}` })));
  }
  return flaws;
}
